import { InspectorError, type Json, type RuleParams } from '@inspector/plugin-api';
import { copyJson } from '@inspector/plugin-api/json';
import { isEqualValue, plainNumbers } from '@inspector/plugin-api/rule-values';
import { isSetFlag } from './text-parameter.js';

/**
 * The list with the parameter `value` at its end; with `unique` set, unchanged where the value is in it
 * already.
 *
 * @param target - what holds the list, for the message
 * @throws INSP_RULE_FAILED when there is something that is no list
 */
export function extendList(list: Json, params: RuleParams, target: string): Json[] {
  const value = plainNumbers(params['value'] ?? null);
  if (!Array.isArray(list)) {
    throw new InspectorError('INSP_RULE_FAILED', `Cannot extend ${target}: it is not a list`);
  }
  const isThere = isSetFlag(params['unique']) && list.some((item) => isEqualValue(item, value));
  if (isThere) return list;
  const longer = copyJson(list);
  longer.push(value);
  return longer;
}
