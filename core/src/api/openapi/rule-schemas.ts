import type { JsonSchema } from '@inspector/plugin-api';
import { complete, flag, listOf, optionalText, orNull, text } from './building-blocks.js';

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

const ruleSummary = { uuid: text, description: optionalText, scope: optionalText, links: ref('Links') };

/** Members of a rule that old clients do not know; answers have them only where they are set. */
const ruleExtras = {
  priority: { type: 'integer', default: 0, description: 'Rules of higher priority run first.' },
  sensitive: {
    type: 'boolean',
    default: false,
    description: 'Conditions and actions are hidden: null in answers.',
  },
};

const multiple: JsonSchema = { enum: ['all', 'any', 'first'], default: 'any' };
const why: JsonSchema = { ...text, description: 'Why it fails; the introspection would too.' };
const hideable = 'The text `<hidden>` where it is secret.';

const explainedScope = complete({ expected: text, found: { description: 'null: none.' }, holds: flag });

const explainedCondition = complete(
  { op: text, holds: flag },
  {
    field: { ...text, description: hideable },
    params: { description: `Parameters of the operator. ${hideable}` },
    multiple,
    invert: flag,
    values: {
      ...listOf(complete({ value: {}, result: flag })),
      description: 'Each value that was found, and whether it fits.',
    },
    text: { ...text, description: 'The same in one line.' },
    error: why,
  },
);

const explainedAction = complete(
  { action: text, changes: listOf(ref('Change')) },
  { params: { description: `Parameters as they are after formatting. ${hideable}` }, error: why },
);

const change = complete(
  { target: { ...text, description: 'What is changed, such as `node` or `trait`.' }, op: text },
  { path: text, value: {} },
);

const explainedRule = complete(
  {
    uuid: text,
    description: { ...text, description: 'The UUID where the rule has none.' },
    applies: flag,
    conditions: listOf(explainedCondition),
    actions: { ...listOf(explainedAction), description: 'Empty when the rule does not apply.' },
  },
  { scope: { ...explainedScope, description: 'Only of a rule with a scope.' } },
);

/** Schemas of introspection rules: what requests hold and what is answered. */
export const RULE_SCHEMAS = {
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
      conditions: listOf(ref('Condition')),
      actions: { ...listOf(ref('Action')), minItems: 1 },
      ...ruleExtras,
    },
    required: ['actions'],
  },
  Condition: {
    ...complete({ op: text, field: text }, { multiple, invert: { type: 'boolean', default: false } }),
    additionalProperties: { description: 'A parameter of the operator.' },
  },
  Action: {
    ...complete({ action: text }),
    additionalProperties: { description: 'A parameter of the action.' },
  },
  RuleSummary: complete(ruleSummary),
  RuleSummaries: complete({ rules: listOf(ref('RuleSummary')) }),
  Rule: complete(
    {
      ...ruleSummary,
      conditions: orNull(listOf({ allOf: [ref('Condition'), { required: ['multiple', 'invert'] }] })),
      actions: orNull(listOf(ref('Action'))),
    },
    ruleExtras,
  ),
  NewRules: { anyOf: [ref('NewRule'), listOf(ref('NewRule'))] },
  Rules: complete({ rules: listOf(ref('Rule')) }),
  ExplainRequest: complete(
    { node: { ...text, description: 'UUID or name of the node whose stored data are used.' } },
    { rule: { ...text, description: 'UUID of the only rule to look at.' } },
  ),
  Explanation: {
    ...complete({
      node: { type: 'string', format: 'uuid' },
      rules: listOf(explainedRule),
      changes: { ...listOf(ref('Change')), description: 'All changes that would be made, in order.' },
      error: { ...optionalText, description: 'What the introspection would fail with.' },
    }),
    description: 'What each rule would do; nothing is changed.',
  },
  Change: change,
} as const satisfies Record<string, JsonSchema>;
