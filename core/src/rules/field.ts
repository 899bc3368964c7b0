import { type Json, InspectorError, thrownText } from '@inspector/plugin-api';
import { compilePath } from './jsonpath/find.js';

/** Where a field is looked up: the introspection data or the node. */
export type FieldSource = 'data' | 'node';

/** A field of a condition, ready to look up. */
export interface CompiledField {
  readonly source: FieldSource;
  find(root: Json): Json[];
}

/**
 * Prepares a field such as `memory_mb`, `data://inventory.cpu.count` or `node://driver`.
 *
 * @throws INSP_RULE_INVALID for another scheme and for a path that cannot be parsed
 */
export function compileField(field: string): CompiledField {
  const end = field.indexOf('://');
  const scheme = end < 0 ? 'data' : field.slice(0, end);
  if (scheme !== 'data' && scheme !== 'node') {
    throw new InspectorError(
      'INSP_RULE_INVALID',
      `Unsupported scheme for field: ${scheme}, valid values are node:// or data://`,
    );
  }
  try {
    return { source: scheme, find: compilePath(end < 0 ? field : field.slice(end + 3)) };
  } catch (cause) {
    const detail = thrownText(cause);
    throw new InspectorError(
      'INSP_RULE_INVALID',
      `Unable to parse field JSON path ${field.slice(0, 1000)}: ${detail}`,
      { cause },
    );
  }
}
