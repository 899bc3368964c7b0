import type { JsonObject } from '@inspector/plugin-api';
import { nodeDescriber } from '../../src/generation/describe-node.js';
import { generateInventory } from '../../src/generation/generate.js';
import type { Generated, GenerationOptions, GenerationSource } from '../../src/generation/types.js';
import type { InventoryDocument } from '@inspector/plugin-api/inventory';

/** What options are unless a test says otherwise. */
export const OPTIONS: GenerationOptions = {
  prefix: 'inspector_',
  ansibleHost: 'none',
  domain: '',
  adopt: false,
  nameFrom: [],
  keyedGroups: [],
  groups: [],
  compose: {},
};

/** A UUID that begins with some digits. */
export const uuid = (digits: string): string =>
  `${digits.padEnd(8, '0')}-0000-4000-8000-${digits.padStart(12, '0')}`;

/** Processed data of a machine with one network card. */
export function machine(mac = '52:54:00:00:00:01', ip = '192.0.2.1'): JsonObject {
  return {
    cpus: 8,
    cpu_arch: 'x86_64',
    memory_mb: 16384,
    local_gb: 99,
    boot_interface: mac,
    all_interfaces: { eth0: { mac, ip, pxe: true } },
    root_disk: { name: '/dev/sda', size: 107374182400, serial: 'S1', wwn: '0x5000', model: 'Disk' },
    inventory: {
      interfaces: [{ name: 'eth0', mac_address: mac, ipv4_address: ip, has_carrier: true }],
      system_vendor: { manufacturer: 'Dell Inc.', product_name: 'R640', serial_number: 'ABC123' },
      cpu: { count: 8, architecture: 'x86_64', model_name: 'Xeon' },
      boot: { current_boot_mode: 'uefi', pxe_interface: mac },
      bmc_address: '198.51.100.7',
      bmc_v6address: '::/0',
    },
  };
}

/** A node that was introspected. */
export const source = (digits: string, more: Partial<GenerationSource> = {}): GenerationSource => ({
  uuid: uuid(digits),
  name: null,
  state: 'finished',
  finishedAt: '2031-02-03T04:05:06',
  data: machine(),
  ...more,
});

/** Describes nodes and writes them into an inventory. */
export function generate(
  stored: InventoryDocument,
  sources: readonly GenerationSource[],
  options: Partial<GenerationOptions> = {},
  run: { readonly rename?: boolean } = {},
): Generated {
  const all = { ...OPTIONS, ...options };
  return generateInventory(stored, sources.map(nodeDescriber(all)), all, run);
}
