import { InspectorError, type Json, type RuleParams } from '@inspector/plugin-api';
import { copyJson } from '@inspector/plugin-api/json';
import { isEqualValue, plainNumbers } from '@inspector/plugin-api/rule-values';
import { isSetFlag } from './text-parameter.js';

/** Whether an earlier try of the same work has appended a value to a list. */
type HasAppended = (list: readonly Json[], value: Json) => Promise<boolean>;

/**
 * The list with the parameter `value` at its end. It is unchanged where an earlier try has appended the value, and, with `unique`
 * set, where the value is in it already.
 *
 * @param target - what holds the list, for the message
 * @throws INSP_RULE_FAILED when there is something that is no list
 */
export async function extendList(
  list: Json,
  params: RuleParams,
  target: string,
  hasAppended: HasAppended,
): Promise<Json[]> {
  const value = plainNumbers(params['value'] ?? null);
  if (!Array.isArray(list)) {
    throw new InspectorError('INSP_RULE_FAILED', `Cannot extend ${target}: it is not a list`);
  }
  const isThere = isSetFlag(params['unique'])
    ? list.some((item) => isEqualValue(item, value))
    : await hasAppended(list, value);
  if (isThere) return list;
  const longer = copyJson(list);
  longer.push(value);
  return longer;
}
