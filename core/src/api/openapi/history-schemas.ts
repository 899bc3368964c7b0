import type { Json } from '@inspector/plugin-api';
import {
  anything,
  complete,
  flag,
  listOf,
  oneOf,
  optionalText,
  orNull,
  text,
  typed,
} from '../../json/typed-schema.js';
import { CHANGES, PART_KINDS } from '../../difference/types.js';
import { HARDWARE } from './node-schemas.js';
import { ref } from './ref.js';
import { TIMESTAMP } from './timestamp.js';

const count = typed<number>({ type: 'integer', minimum: 0 });
const uuid = typed<string>({ type: 'string', format: 'uuid' });

const fact = typed<string | number | boolean>({ type: ['string', 'number', 'boolean'] });
const fields = listOf(complete({ field: text, from: orNull(fact), to: orNull(fact) }));

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
  degraded: {
    ...orNull(flag),
    description:
      'Whether the hardware deviated from the baseline; null: none held, or the introspection failed.',
  },
  deviations: {
    ...orNull(
      complete({
        baseline: oneOf('node', 'class'),
        class: optionalText,
        count,
        parts: listOf(
          complete({ change: oneOf(...CHANGES), part: oneOf(...PART_KINDS), name: text, fields }),
        ),
      }),
    ),
    description: 'The parts that deviated, the first 50 of them; null: nothing was compared.',
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

const facts = typed<{ readonly [name: string]: string | number | boolean }>({
  type: 'object',
  additionalProperties: fact,
});

const difference = complete({
  change: oneOf(...CHANGES),
  part: oneOf(...PART_KINDS),
  name: { ...text, description: 'What the part is known by; where it is changed, as it was before.' },
  fields: {
    ...fields,
    description: 'What differs, places included; empty for parts that were added or removed.',
  },
  from: { ...orNull(facts), description: 'What is known of the part before; null: it was added.' },
  to: { ...orNull(facts), description: 'What is known of the part now; null: it was removed.' },
});

const baseline = complete({
  kind: {
    ...oneOf('node', 'class'),
    description: 'For one node, or for all of a class that have none of their own.',
  },
  uuid: orNull(uuid),
  class: optionalText,
  source: { ...complete({ uuid, number: count }), description: 'The introspection that it was taken from.' },
  set_at: TIMESTAMP,
  user: { ...optionalText, description: 'Who set it, as far as that was proved.' },
  hardware: complete(HARDWARE),
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
  Baseline: baseline,
  Baselines: complete({ baselines: listOf(ref('Baseline', baseline)) }),
  NewBaseline: complete(
    { node: { ...text, description: 'UUID or name of the node that was introspected.' } },
    {
      number: {
        ...typed<number>({ type: 'integer', minimum: 1 }),
        description: 'Number of the introspection. Default: the newest with data.',
      },
      class: { ...text, description: 'The resource class that it is for. Default: the node itself.' },
    },
  ),
  BaselineCheck: complete({
    uuid,
    baseline: ref('Baseline', baseline),
    run: ref('Run', run),
    degraded: flag,
    differences: listOf(ref('Difference', difference)),
  }),
  Difference: difference,
  Differences: complete({
    uuid,
    from: ref('Run', run),
    to: ref('Run', run),
    differences: listOf(ref('Difference', difference)),
  }),
} as const;
