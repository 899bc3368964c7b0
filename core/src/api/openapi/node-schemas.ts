import { STATES } from '@inspector/plugin-api';
import { complete, listOf, oneOf, optionalText, orNull, text, typed } from '../../json/typed-schema.js';
import { ref } from './ref.js';
import { TIMESTAMP } from './timestamp.js';

const count = typed<number>({ type: 'integer', minimum: 0 });
const size = orNull(typed<number>({ type: 'integer' }));

/** What a machine is, in a few words. */
export const HARDWARE = {
  vendor: optionalText,
  product: optionalText,
  serial: optionalText,
  boot_mode: optionalText,
  firmware: { ...optionalText, description: 'Version of the firmware.' },
  bmc_address: optionalText,
  cpus: size,
  cpu_model: optionalText,
  cpu_arch: optionalText,
  memory_mb: size,
  disks: { ...count, description: 'How many.' },
  disk_gb: { ...count, description: 'Size of all disks together, in GiB.' },
  nics: { ...count, description: 'How many network cards.' },
  macs: listOf(text),
  switches: { ...listOf(text), description: 'Name and port of each switch that a card hangs on.' },
} as const;

const node = complete({
  uuid: typed<string>({ type: 'string', format: 'uuid' }),
  name: { ...optionalText, description: 'Its name when it was seen last.' },
  state: { ...oneOf(...STATES), description: 'How its latest introspection stands.' },
  inspected_at: {
    ...orNull(TIMESTAMP),
    description: 'When the introspection ended that told of the machine.',
  },
  ...HARDWARE,
  resource_class: { ...optionalText, description: 'Its resource class at that time.' },
  deviations: {
    ...size,
    description: 'How many parts deviated from the baseline that held then; null: none held.',
  },
});

/** Schemas of the answers about machines. */
export const NODE_SCHEMAS = {
  Machine: node,
  Machines: complete({ nodes: listOf(ref('Machine', node)) }),
} as const;
