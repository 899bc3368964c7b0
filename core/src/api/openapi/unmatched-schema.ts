import { complete, listOf, optionalText, orNull, text, typed } from '../../json/typed-schema.js';
import { ref } from './ref.js';
import { TIMESTAMP } from './timestamp.js';

const nearest = complete(
  {
    uuid: typed<string>({ type: 'string', format: 'uuid' }),
    reason: { ...text, description: 'Why the node is taken for the nearest.' },
  },
  { name: { ...text, description: 'Its name when it was seen last. Left out where none is known.' } },
);

const machine = complete({
  address: { ...optionalText, description: 'IP address the latest post came from.' },
  macs: { ...listOf(text), description: 'MAC addresses in the data, 16 at most.' },
  bmc_addresses: { ...listOf(text), description: 'Addresses of the BMC in the data.' },
  reason: { ...text, description: 'Why no node matched the latest post.' },
  nearest: orNull(nearest),
  posts: typed<number>({ type: 'integer', minimum: 1 }),
  first_seen: TIMESTAMP,
  last_seen: TIMESTAMP,
});

/** Schemas of the answer about machines whose posts matched no node. */
export const UNMATCHED_SCHEMAS = {
  UnmatchedMachine: machine,
  UnmatchedMachines: complete({ unmatched: listOf(ref('UnmatchedMachine', machine)) }),
} as const;
