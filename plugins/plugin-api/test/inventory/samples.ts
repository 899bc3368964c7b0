import { readFileSync } from 'node:fs';

/** The text of a file in the folder of OpenStack-Ansible's inventories. */
export const sample = (name: string): string =>
  readFileSync(new URL(`../../../../test/fixtures/ansible-inventories/${name}`, import.meta.url), 'utf8');

/** Both documents of OpenStack-Ansible. */
export const DOCUMENTS = [
  'openstack_inventory.aio-2025-08.json',
  'openstack_inventory.test-example.json',
] as const;
