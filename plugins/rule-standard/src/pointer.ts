import { isJsonObject } from '@inspector/plugin-api/ramdisk-data';
import type { Json } from '@inspector/plugin-api';

/**
 * The value at a JSON pointer such as `/extra/tags/0`, with or without the leading `/`; undefined where there
 * is none.
 */
export function valueAt(document: unknown, pointer: string): Json | undefined {
  let value: unknown = document;
  for (const token of pointer.replace(/^\//, '').replace(/\/$/, '').split('/')) {
    value = inside(value, token.replaceAll('~1', '/').replaceAll('~0', '~'));
  }
  return value as Json | undefined;
}

function inside(container: unknown, key: string): unknown {
  if (Array.isArray(container)) return /^\d+$/.test(key) ? container[Number(key)] : undefined;
  return isJsonObject(container) && Object.hasOwn(container, key) ? container[key] : undefined;
}
