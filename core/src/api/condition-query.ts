import { InspectorError } from '@inspector/plugin-api';
import { readCondition, type Condition } from '../machines/condition.js';
import { secondCondition, WrongCondition } from '../machines/wrong-condition.js';

/**
 * The condition about machines that a request has as `where`; undefined: none.
 *
 * @throws INSP_BAD_REQUEST with what is wrong
 */
export function conditionOf(query: URLSearchParams): Condition | undefined {
  const [text, ...others] = query.getAll('where');
  if (text === undefined) return undefined;
  try {
    if (others.length > 0) throw secondCondition();
    return readCondition(text);
  } catch (error) {
    if (!(error instanceof WrongCondition)) throw error;
    throw new InspectorError('INSP_BAD_REQUEST', `Bad request: ${error.message}`, { cause: error });
  }
}
