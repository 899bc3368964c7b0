import type { Json, JsonObject } from '@inspector/plugin-api';
import { isJsonObject } from '@inspector/plugin-api/ramdisk-data';

/** Beginnings of what Ansible would evaluate as a template. */
const TEMPLATE = /\{\{|\{%|\{#/;
/** Halves of characters: Python refuses to print them. */
const HALF = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const REPLACEMENT = '\ufffd';

/**
 * A value of a machine as Ansible may read it. Strings are templates there, and one such as
 * `{{ lookup('pipe', …) }}` runs a command on the machine that Ansible runs on; ramdisks are not authenticated. So strings
 * that hold the beginning of a template are marked as text, with the member that Ansible has for this.
 */
export function safeValue(value: Json): Json {
  if (typeof value === 'string') return safeText(value);
  if (Array.isArray(value)) return value.map(safeValue);
  if (!isJsonObject(value)) return value;
  return safeObject(value);
}

/** An object whose values are safe. Names are not evaluated. */
export const safeObject = (value: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(value).map(([name, item]): [string, Json] => [whole(name), safeValue(item)]),
  );

function safeText(text: string): Json {
  const sound = whole(text);
  return TEMPLATE.test(sound) ? { __ansible_unsafe: sound } : sound;
}

const whole = (text: string): string => text.replace(HALF, REPLACEMENT);
