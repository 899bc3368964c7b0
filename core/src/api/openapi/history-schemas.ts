import type { Json } from '@inspector/plugin-api';
import {
  anything,
  complete,
  listOf,
  oneOf,
  optionalText,
  orNull,
  text,
  typed,
} from '../../json/typed-schema.js';
import { CHANGES, PART_KINDS } from '../../difference/types.js';
import { ref } from './ref.js';
import { TIMESTAMP } from './timestamp.js';

const count = typed<number>({ type: 'integer', minimum: 0 });
const uuid = typed<string>({ type: 'string', format: 'uuid' });

const RUN = {
  number: {
    ...typed<number>({ type: 'integer', minimum: 1 }),
    description: 'Counts the introspections of a node; never used twice.',
  },
  introspection: { ...uuid, description: 'Id of the introspection; data that are processed again keep it.' },
  began: {
    ...orNull(oneOf('start', 'recognise', 'enroll', 'reapply')),
    description:
      '`start`: by request; `recognise`, `enroll`: a machine in use, or an unknown one, posted data; `reapply`: its data ' +
      'were processed again; null: the event that told of it is gone.',
  },
  state: oneOf('finished', 'error'),
  error: { ...optionalText, description: 'Why it failed.' },
  started_at: orNull(TIMESTAMP),
  finished_at: orNull(TIMESTAMP),
  request_id: { ...optionalText, description: 'The request that it came of, as the log names it.' },
  user: { ...optionalText, description: 'Who sent that request, as far as that was proved.' },
  kept_data: {
    ...oneOf('all', 'inventory', 'none'),
    description:
      '`inventory`: the data of plugins were too long; `none`: there were none, or they were too long.',
  },
} as const;

const run = complete(RUN);

const hook = complete({
  hook: text,
  outcome: oneOf('ok', 'degraded', 'failed', 'skipped'),
  milliseconds: typed<number>({ type: 'number', minimum: 0 }),
  message: optionalText,
});

const change = complete(
  {
    by: { ...optionalText, description: '`hook <name>` or `rule <UUID>`; null: the service.' },
    target: { ...text, description: '`node`, `port <MAC>`, `trait`, `option <name>`, `attribute <name>`.' },
    op: text,
  },
  { path: text, value: anything },
);

const fact = typed<string | number | boolean>({ type: ['string', 'number', 'boolean'] });
const facts = typed<{ readonly [name: string]: string | number | boolean }>({
  type: 'object',
  additionalProperties: fact,
});

const difference = complete({
  change: oneOf(...CHANGES),
  part: oneOf(...PART_KINDS),
  name: { ...text, description: 'What the part is known by; where it is changed, as it was before.' },
  fields: {
    ...listOf(complete({ field: text, from: orNull(fact), to: orNull(fact) })),
    description: 'What differs, places included; empty for parts that were added or removed.',
  },
  from: { ...orNull(facts), description: 'What is known of the part before; null: it was added.' },
  to: { ...orNull(facts), description: 'What is known of the part now; null: it was removed.' },
});

/** Schemas of the answers about introspections that are over. */
export const HISTORY_SCHEMAS = {
  Run: run,
  History: complete({
    uuid,
    history: listOf(ref('Run', run)),
  }),
  RunDetails: complete({
    ...RUN,
    hooks: listOf(hook),
    rules: listOf(complete({ uuid: text, name: text, outcome: oneOf('applied', 'failed', 'not reached') })),
    changes: {
      ...listOf(change),
      description: 'Changes of the node that hooks and rules asked for, in order.',
    },
    changes_left_out: { ...count, description: 'How many more they asked for.' },
    data: {
      ...orNull(typed<{ readonly [name: string]: Json }>({ type: 'object' })),
      description: 'Introspection data as hooks left them.',
    },
  }),
  Difference: difference,
  Differences: complete({
    uuid,
    from: ref('Run', run),
    to: ref('Run', run),
    differences: listOf(ref('Difference', difference)),
  }),
} as const;
