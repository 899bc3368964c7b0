import { InspectorError } from '@inspector/plugin-api';

const TRUE = new Set(['1', 't', 'true', 'on', 'y', 'yes']);
const FALSE = new Set(['0', 'f', 'false', 'off', 'n', 'no']);

/**
 * Reads the query parameter `manage_boot`; absent means true. The spellings are those OpenStack services take
 * everywhere: the SDK sends `True`, the old command line client `1`.
 *
 * @throws INSP_BAD_REQUEST for any other text, the empty one included.
 */
export function manageBootOf(query: URLSearchParams): boolean {
  const text = query.get('manage_boot');
  const word = text?.trim().toLowerCase();
  if (word === undefined || TRUE.has(word)) return true;
  if (FALSE.has(word)) return false;
  throw new InspectorError('INSP_BAD_REQUEST', `Invalid boolean value for manage_boot: ${text}`);
}
