import type { Json, JsonSchema } from '@inspector/plugin-api';
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
  type ValueOf,
} from '../../json/typed-schema.js';
import { LINKS } from './links-schema.js';
import { ref } from './ref.js';

/** Parameters beside the members that are always known. */
type Parameters = { readonly [parameter: string]: Json | undefined };

const summary = {
  uuid: text,
  description: optionalText,
  scope: optionalText,
  links: ref('Links', LINKS),
};
const ruleSummary = complete(summary);

/** Members of a rule that old clients do not know; answers have them only where they are set. */
const ruleExtras = {
  priority: typed<number>({
    type: 'integer',
    default: 0,
    description: 'Rules of higher priority run first.',
  }),
  sensitive: {
    ...flag,
    default: false,
    description: 'Conditions and actions are hidden: null in answers.',
  },
};

const multiple = { ...oneOf('all', 'any', 'first'), default: 'any' };
const invert = { ...flag, default: false };
const why = { ...text, description: 'Why it fails; the introspection would too.' };
const hideable = 'The text `<hidden>` where it is secret.';

const explainedScope = complete({
  expected: text,
  found: { ...anything, description: 'null: none.' },
  holds: flag,
});

const explainedCondition = complete(
  { op: text, holds: flag },
  {
    field: { ...text, description: hideable },
    params: { ...anything, description: `Parameters of the operator. ${hideable}` },
    multiple,
    invert: flag,
    values: {
      ...listOf(complete({ value: anything, result: flag })),
      description: 'Each value that was found, and whether it fits.',
    },
    text: { ...text, description: 'The same in one line.' },
    error: why,
  },
);

const change = complete(
  { target: { ...text, description: 'What is changed, such as `node` or `trait`.' }, op: text },
  { path: text, value: anything },
);

const explainedAction = complete(
  { action: text, changes: listOf(ref('Change', change)) },
  {
    params: { ...anything, description: `Parameters as they are after formatting. ${hideable}` },
    error: why,
  },
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

const condition = complete({ op: text, field: text }, { multiple, invert });
const CONDITION = typed<ValueOf<typeof condition> & Parameters>({
  ...condition,
  additionalProperties: { description: 'A parameter of the operator.' },
});
const action = complete({ action: text });
const ACTION = typed<ValueOf<typeof action> & Parameters>({
  ...action,
  additionalProperties: { description: 'A parameter of the action.' },
});
const actions = listOf(ref('Action', ACTION));

const newRule = complete(
  { actions: { ...actions, minItems: 1 } },
  {
    uuid: { ...optionalText, description: 'Absent, empty or null: one is made.' },
    description: optionalText,
    scope: {
      ...optionalText,
      maxLength: 255,
      description: '`properties.inspection_scope` of the nodes it is for; empty or null: all nodes.',
    },
    conditions: listOf(ref('Condition', CONDITION)),
    ...ruleExtras,
  },
);

const wholeCondition = typed<
  ValueOf<typeof CONDITION> & { readonly multiple: string; readonly invert: boolean }
>({ allOf: [ref('Condition', CONDITION), { required: ['multiple', 'invert'] }] });
const rule = complete(
  { ...summary, conditions: orNull(listOf(wholeCondition)), actions: orNull(actions) },
  ruleExtras,
);

/** Schemas of introspection rules: what requests hold and what is answered. */
export const RULE_SCHEMAS = {
  NewRule: newRule,
  Condition: CONDITION,
  Action: ACTION,
  RuleSummary: ruleSummary,
  RuleSummaries: complete({ rules: listOf(ref('RuleSummary', ruleSummary)) }),
  Rule: rule,
  NewRules: { anyOf: [ref('NewRule', newRule), listOf(ref('NewRule', newRule))] },
  Rules: complete({ rules: listOf(ref('Rule', rule)) }),
  ExplainRequest: complete(
    { node: { ...text, description: 'UUID or name of the node whose stored data are used.' } },
    {
      rule: { ...text, description: 'UUID of the only rule to look at.' },
      rules: {
        ...ref('NewRules', anything),
        description: 'Rules to look at instead of those that are stored.',
      },
    },
  ),
  Explanation: {
    ...complete({
      node: typed<string>({ type: 'string', format: 'uuid' }),
      rules: listOf(explainedRule),
      changes: {
        ...listOf(ref('Change', change)),
        description: 'All changes that would be made, in order.',
      },
      error: { ...optionalText, description: 'What the introspection would fail with.' },
    }),
    description: 'What each rule would do; nothing is changed.',
  },
  Change: change,
} as const satisfies Record<string, JsonSchema>;
