import { isJsonObject, member } from '../json/json-object.js';
import { readJson } from '../json/read-json.js';
import type { JsonObject } from '../json/types.js';
import { formatJson } from './format-json.js';
import { hostVarsOf } from './groups.js';
import type { InventoryDocument } from './types.js';

/** The variables of one host; undefined: there is no such host. */
export function varsOfHost(document: InventoryDocument, host: string): JsonObject | undefined {
  const vars = member(hostVarsOf(document), host);
  return isJsonObject(vars) ? vars : undefined;
}

/**
 * The same from a text that is known to be canonical (`inventoryText`): only the lines of the host are read. In such a text a line
 * break is never part of a name or a value, so that the blanks at the beginning of a line say how deep it is.
 */
export function varsOfHostIn(text: string, host: string): JsonObject | undefined {
  const meta = within(text, '\n    "_meta": {\n', '\n    }', 0, text.length);
  const hosts = meta && within(text, '\n        "hostvars": {\n', '\n        }', ...meta);
  if (hosts === undefined) return undefined;
  const [begin, end] = hosts;
  const name = `\n            ${formatJson(host, { indent: 4, order: 'sorted' })}: {`;
  const found = text.indexOf(name, begin);
  if (found < 0 || found >= end) return undefined;
  const at = found + name.length;
  // `{}` is written in one line.
  if (text.charAt(at) === '}') return {};
  const value = readJson(text.slice(at - 1, text.indexOf('\n            }', at) + LAST_LINE));
  return isJsonObject(value) ? value : undefined;
}

/** Characters of a line break, twelve blanks and a brace. */
const LAST_LINE = 14;

/** Between a line and the first one after it that closes what it opens. The line break before the first member is inside. */
function within(
  text: string,
  opening: string,
  closing: string,
  begin: number,
  end: number,
): [number, number] | undefined {
  const found = text.indexOf(opening, begin);
  if (found < 0 || found >= end) return undefined;
  const inside = found + opening.length - 1;
  return [inside, text.indexOf(closing, inside)];
}
