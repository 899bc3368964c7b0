import type { StoredRule } from '../db/types.js';
import { parseVerbatim, writeVerbatim } from '@inspector/plugin-api/rule-values';

/**
 * JSON text of a rule as the API returns it, without `links`. Parameters keep their numbers as written.
 * `priority` and `sensitive` appear only where they were set, so that clients that do not know them see what
 * they always saw; conditions and actions of a sensitive rule are null.
 */
export function ruleJson(rule: StoredRule): string {
  const { uuid, description, scope, priority, sensitive } = rule;
  return writeVerbatim({
    uuid,
    description,
    scope,
    conditions: sensitive ? null : rule.conditions.map(conditionBody),
    actions: sensitive ? null : rule.actions.map(actionBody),
    ...(priority === 0 ? {} : { priority }),
    ...(sensitive ? { sensitive } : {}),
  });
}

const conditionBody = ({
  op,
  field,
  multiple,
  invert,
  params,
}: StoredRule['conditions'][number]): object => ({
  field,
  op,
  ...verbatimParams(params),
  multiple,
  invert,
});

const actionBody = ({ action, params }: StoredRule['actions'][number]): object => ({
  action,
  ...verbatimParams(params),
});

function verbatimParams(text: string): object {
  const params = text === '' ? null : parseVerbatim(text);
  return typeof params === 'object' && params !== null && !Array.isArray(params) ? params : {};
}
