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
  const meta = text.indexOf(META);
  const hosts = text.indexOf(HOSTS, meta + META.length - 1);
  if (meta < 0 || hosts < 0) return undefined;
  const name = `\n            ${formatJson(host, { indent: 4, order: 'sorted' })}: {`;
  const found = text.indexOf(name, hosts + HOSTS.length - 1);
  // A line as deep, in a group behind them, is below another key. Looking back is faster than looking for the end of the hosts.
  if (found < 0 || text.lastIndexOf('\n        "', found) !== hosts || isBehind(text, meta, hosts))
    return undefined;
  const at = found + name.length;
  // `{}` is written in one line.
  if (text.charAt(at) === '}') return {};
  const value = readJson(text.slice(at - 1, text.indexOf('\n            }', at) + LAST_LINE));
  return isJsonObject(value) ? value : undefined;
}

const META = '\n    "_meta": {\n';
const HOSTS = '\n        "hostvars": {\n';
/** Characters of a line break, twelve blanks and a brace. */
const LAST_LINE = 14;

/** Whether a line is behind what a line before it opens. */
const isBehind = (text: string, opening: number, line: number): boolean =>
  text.lastIndexOf('\n    "', line) !== opening;
