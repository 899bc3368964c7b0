import { InspectorError } from '@inspector/plugin-api';
import { booleanOf } from '@inspector/plugin-api/ramdisk-data';

/**
 * Reads the query parameter `manage_boot`; absent means true. The spellings are those OpenStack services take
 * everywhere: the SDK sends `True`, the old command line client `1`.
 *
 * @throws INSP_BAD_REQUEST for any other text, the empty one included.
 */
export function manageBootOf(query: URLSearchParams): boolean {
  const text = query.get('manage_boot');
  const managed = text === null ? true : booleanOf(text);
  if (managed !== undefined) return managed;
  throw new InspectorError('INSP_BAD_REQUEST', `Invalid boolean value for manage_boot: ${text}`);
}
