import { type JsonSchema, STATES } from '@inspector/plugin-api';
import {
  complete,
  flag,
  listOf,
  oneOf,
  only,
  optionalText,
  orNull,
  text,
  typed,
} from '../../json/typed-schema.js';
import { DIAGNOSIS_SCHEMAS } from './diagnosis-schema.js';
import { EVENT_SCHEMAS } from './event-schemas.js';
import { HISTORY_SCHEMAS } from './history-schemas.js';
import { INVENTORY_SCHEMAS } from './inventory-schemas.js';
import { LINKS } from './links-schema.js';
import { NODE_SCHEMAS } from './node-schemas.js';
import { ref } from './ref.js';
import { RULE_SCHEMAS } from './rule-schemas.js';
import { SERVICE_SCHEMAS } from './service-schemas.js';
import { TIMESTAMP } from './timestamp.js';
import { SESSION_SCHEMAS } from './session-schemas.js';
import { UNMATCHED_SCHEMAS } from './unmatched-schema.js';

const uuid = typed<string>({ type: 'string', format: 'uuid' });
const links = ref('Links', LINKS);

const count = typed<number>({ type: 'integer', minimum: 1 });

const INTROSPECTION = {
  uuid,
  state: oneOf(...STATES),
  finished: { ...flag, description: 'Whether it is over, well or not.' },
  error: { ...optionalText, description: 'Why it failed.' },
  started_at: orNull(TIMESTAMP),
  finished_at: orNull(TIMESTAMP),
  links,
} as const;

const introspection = complete(INTROSPECTION, {
  name: {
    ...text,
    description:
      'The name of the node when the bare metal service was asked last. Left out where it has none, or none is known.',
  },
  step: {
    ...text,
    description:
      'What the work on the node waits for. Only in the status of one node, and only while it waits.',
  },
  queue: {
    ...complete({ position: count, length: count }),
    description:
      'Its place among the nodes that wait at its conductor to be rebooted (`introspectionDelay`). Conductors take turns. Only while it is there.',
  },
});

/** Schemas that several routes share: the `components/schemas` of the OpenAPI document. */
export const SCHEMAS = {
  Error: complete({ error: complete({ message: text }) }),
  Empty: { type: 'object', maxProperties: 0 },
  Links: LINKS,
  Versions: complete({
    versions: listOf(complete({ id: text, status: only('CURRENT'), links })),
  }),
  Resources: complete({
    resources: listOf(complete({ name: text, links })),
  }),
  Introspection: introspection,
  Introspections: complete({ introspection: listOf(ref('Introspection', introspection)) }),
  IntrospectionData: { type: 'object', description: 'Introspection data; hooks decide what is in them.' },
  ContinueResult: complete({ uuid }),
  HookResults: complete({
    uuid,
    results: listOf(
      complete({
        hook: text,
        outcome: oneOf('ok', 'degraded', 'failed', 'skipped'),
        milliseconds: typed<number>({ type: 'number', minimum: 0 }),
        message: optionalText,
      }),
    ),
  }),
  ...DIAGNOSIS_SCHEMAS,
  ...EVENT_SCHEMAS,
  ...HISTORY_SCHEMAS,
  ...INVENTORY_SCHEMAS,
  ...NODE_SCHEMAS,
  ...RULE_SCHEMAS,
  ...SERVICE_SCHEMAS,
  ...SESSION_SCHEMAS,
  ...UNMATCHED_SCHEMAS,
} as const satisfies Record<string, JsonSchema>;

/** A reference to one of {@link SCHEMAS}. */
export const schemaRef = (name: keyof typeof SCHEMAS): JsonSchema => ({
  $ref: `#/components/schemas/${name}`,
});
