import { type JsonSchema, STATES } from '@inspector/plugin-api';
import { complete, listOf, optionalText, text } from './building-blocks.js';
import { RULE_SCHEMAS } from './rule-schemas.js';
import { SERVICE_SCHEMAS } from './service-schemas.js';

const timestamp: JsonSchema = {
  type: 'string',
  description: 'UTC, ISO 8601 without time zone; six fractional digits, or none when they are zero.',
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{6})?$',
};

/** Schemas that several routes share: the `components/schemas` of the OpenAPI document. */
export const SCHEMAS = {
  Error: complete({ error: complete({ message: text }) }),
  Empty: { type: 'object', maxProperties: 0 },
  Links: listOf(complete({ rel: { const: 'self' }, href: { type: 'string', format: 'uri-reference' } })),
  Versions: complete({
    versions: listOf(
      complete({ id: text, status: { const: 'CURRENT' }, links: { $ref: '#/components/schemas/Links' } }),
    ),
  }),
  Resources: complete({
    resources: listOf(complete({ name: text, links: { $ref: '#/components/schemas/Links' } })),
  }),
  Introspection: complete({
    uuid: { type: 'string', format: 'uuid' },
    state: { enum: [...STATES] },
    finished: { type: 'boolean', description: 'Whether it is over, well or not.' },
    error: { ...optionalText, description: 'Why it failed.' },
    started_at: { anyOf: [timestamp, { type: 'null' }] },
    finished_at: { anyOf: [timestamp, { type: 'null' }] },
    links: { $ref: '#/components/schemas/Links' },
  }),
  Introspections: complete({ introspection: listOf({ $ref: '#/components/schemas/Introspection' }) }),
  IntrospectionData: { type: 'object', description: 'Introspection data; hooks decide what is in them.' },
  ContinueResult: complete({ uuid: { type: 'string', format: 'uuid' } }),
  HookResults: complete({
    uuid: { type: 'string', format: 'uuid' },
    results: listOf(
      complete({
        hook: text,
        outcome: { enum: ['ok', 'degraded', 'failed', 'skipped'] },
        milliseconds: { type: 'number', minimum: 0 },
        message: optionalText,
      }),
    ),
  }),
  ...RULE_SCHEMAS,
  ...SERVICE_SCHEMAS,
} as const satisfies Record<string, JsonSchema>;

/** A reference to one of {@link SCHEMAS}. */
export const schemaRef = (name: keyof typeof SCHEMAS): JsonSchema => ({
  $ref: `#/components/schemas/${name}`,
});
