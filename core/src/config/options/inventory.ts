import { choice, integer, text } from '../option.js';
import { generateOption } from './inventory-generate.js';

/** The `inventory` group: where the inventory for Ansible is kept, and what it may hold. */
export const inventoryOptions = {
  backend: text(
    'filesystem',
    'Inventory backend. `filesystem`: the file of OpenStack-Ansible; any other plugin of kind `inventory` by its name.',
  ),
  maxBytes: integer(16_777_216, 'Bytes of an inventory, as text. A longer one is neither written nor read.', {
    minimum: 1024,
  }),
  secrets: choice(
    ['warn', 'reject', 'allow'],
    'warn',
    'Variables whose names end like those of passwords and keys: written with a warning, refused, or written. What Ansible Vault has encrypted is always fine.',
  ),
  generate: generateOption,
} as const;
