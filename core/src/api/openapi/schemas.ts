import type { JsonSchema } from '../../plugin/types.js';
import { STATES } from '../../node/types.js';

const text: JsonSchema = { type: 'string' };
const optionalText: JsonSchema = { type: ['string', 'null'] };
const timestamp: JsonSchema = {
  type: 'string',
  description: 'UTC, ISO 8601 without time zone; six fractional digits, or none when they are zero.',
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{6})?$',
};

/** An object all of whose members are always there. */
const complete = (properties: Record<string, JsonSchema>): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
});
const listOf = (items: JsonSchema): JsonSchema => ({ type: 'array', items });

const ruleSummary = {
  uuid: text,
  description: optionalText,
  scope: optionalText,
  links: { $ref: '#/components/schemas/Links' },
};

/** Members of a rule that old clients do not know; answers have them only where they are set. */
const ruleExtras = {
  priority: { type: 'integer', default: 0, description: 'Rules of higher priority run first.' },
  sensitive: {
    type: 'boolean',
    default: false,
    description: 'Conditions and actions are hidden: null in answers.',
  },
};

const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });

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
  NewRule: {
    type: 'object',
    properties: {
      uuid: { ...optionalText, description: 'Absent, empty or null: one is made.' },
      description: optionalText,
      scope: {
        type: ['string', 'null'],
        maxLength: 255,
        description: '`properties.inspection_scope` of the nodes it is for; empty or null: all nodes.',
      },
      conditions: listOf({ $ref: '#/components/schemas/Condition' }),
      actions: { ...listOf({ $ref: '#/components/schemas/Action' }), minItems: 1 },
      ...ruleExtras,
    },
    required: ['actions'],
  },
  Condition: {
    type: 'object',
    properties: {
      op: text,
      field: text,
      multiple: { enum: ['all', 'any', 'first'], default: 'any' },
      invert: { type: 'boolean', default: false },
    },
    required: ['op', 'field'],
  },
  Action: { type: 'object', properties: { action: text }, required: ['action'] },
  RuleSummary: complete(ruleSummary),
  RuleSummaries: complete({ rules: listOf({ $ref: '#/components/schemas/RuleSummary' }) }),
  Rule: {
    type: 'object',
    properties: {
      ...ruleSummary,
      conditions: orNull(
        listOf({
          allOf: [{ $ref: '#/components/schemas/Condition' }, { required: ['multiple', 'invert'] }],
        }),
      ),
      actions: orNull(listOf({ $ref: '#/components/schemas/Action' })),
      ...ruleExtras,
    },
    required: [...Object.keys(ruleSummary), 'conditions', 'actions'],
  },
  NewRules: {
    anyOf: [
      { $ref: '#/components/schemas/NewRule' },
      { type: 'array', items: { $ref: '#/components/schemas/NewRule' } },
    ],
  },
  Rules: complete({ rules: listOf({ $ref: '#/components/schemas/Rule' }) }),
  ExplainRequest: {
    type: 'object',
    properties: {
      node: { type: 'string', description: 'UUID or name of the node whose stored data are used.' },
      rule: { type: 'string', description: 'UUID of the only rule to look at.' },
    },
    required: ['node'],
  },
  Explanation: { type: 'object', description: 'What each rule would do; nothing is changed.' },
  Plugins: complete({ plugins: listOf({ type: 'object' }) }),
  PxeFilter: {
    type: 'object',
    properties: { driver: text, state: { enum: ['uninitialized', 'initialized'] } },
    required: ['driver', 'state'],
  },
} as const satisfies Record<string, JsonSchema>;

/** A reference to one of {@link SCHEMAS}. */
export const schemaRef = (name: keyof typeof SCHEMAS): JsonSchema => ({
  $ref: `#/components/schemas/${name}`,
});
