import { NoCounterpart } from './form.js';

const KEYS = /^((?:\[[^[\]{}!:]+\])*)$/;
const NAME = /^[A-Za-z_][\w-]*$/;

/** What a template names: the node, or the data with the keys into them. */
interface Reference {
  readonly source: 'node' | 'data';
  readonly keys: readonly string[];
}

/** Reads what stands between the braces of a template; undefined where Ironic could not fill it either. */
function referenceIn(text: string): Reference | undefined {
  const node = /^node\.([A-Za-z_]\w*)(.*)$/.exec(text);
  if (node !== null) {
    const keys = keysIn(node[2] ?? '');
    return keys && { source: 'node', keys: [node[1] ?? '', ...keys] };
  }
  const data = /^(inventory|plugin_data)(\[.*)$/.exec(text);
  const keys = keysIn(data?.[2] ?? '');
  if (data === null || keys === undefined || keys.length === 0) return undefined;
  return { source: 'data', keys: data[1] === 'inventory' ? ['inventory', ...keys] : keys };
}

function keysIn(text: string): string[] | undefined {
  return KEYS.test(text)
    ? text
        .slice(1, -1)
        .split('][')
        .filter((key) => key !== '')
    : undefined;
}

/**
 * The field that a template of a condition names: `{inventory[cpu][count]}` is `data://inventory.cpu.count`,
 * `{node.driver_info[ipmi_username]}` is `node://driver_info.ipmi_username`.
 *
 * @returns undefined for anything but a text that is one template and nothing else
 */
export function fieldOf(value: unknown): string | undefined {
  const inner = typeof value === 'string' ? /^\s*\{([^{}]+)\}\s*$/.exec(value)?.[1] : undefined;
  const reference = inner === undefined ? undefined : referenceIn(inner);
  if (reference === undefined) return undefined;
  const [first = '', ...rest] = reference.keys;
  return `${reference.source}://${rest.reduce((path, key) => path + step(key), pathStart(first))}`;
}

const pathStart = (key: string): string => (NAME.test(key) ? key : quoted(key));
const step = (key: string): string =>
  /^\d+$/.test(key) ? `[${key}]` : NAME.test(key) ? `.${key}` : `.${quoted(key)}`;
const quoted = (key: string): string => `'${key.replaceAll(/[\\']/g, '\\$&')}'`;

const TEMPLATE = /\{\{|\}\}|\{([^{}]*)\}|[{}]/g;

/**
 * A text of an action with its templates in the form of this service: `{inventory[a]}` becomes
 * `{data[inventory][a]}`. What Ironic cannot fill it leaves as it is, so such braces become literal ones.
 *
 * @throws NoCounterpart for templates that name the node, which templates here do not see
 */
export function convertTemplates(text: string): string {
  if (!isReadable(text)) return literal(text);
  return text.replaceAll(TEMPLATE, (whole: string, inner?: string) => {
    if (inner === undefined) return whole;
    const [, name = '', rest = ''] = /^([^!:]*)(.*)$/s.exec(inner) ?? [];
    const reference = referenceIn(name);
    if (reference === undefined) return literal(whole);
    if (reference.source === 'node') {
      throw new NoCounterpart(`the template {${inner}} names the node, and templates here see the data only`);
    }
    return `{data${reference.keys.map((key) => `[${key}]`).join('')}${rest}}`;
  });
}

/** A text whose braces mean themselves. */
export const literal = (text: string): string => text.replaceAll(/[{}]/g, '$&$&');

/** Whether every brace of a text has its counterpart; Ironic leaves any other text as it is. */
function isReadable(text: string): boolean {
  for (const [whole, inner] of text.matchAll(TEMPLATE)) {
    if (inner === undefined && whole.length === 1) return false;
    if (inner !== undefined && referenceIn(/^[^!:]*/.exec(inner)?.[0] ?? '') === undefined) return false;
  }
  return true;
}

/** {@link convertTemplates} for all texts in a value. */
export function convertValue(value: unknown, convert: (text: string) => string = convertTemplates): unknown {
  if (typeof value === 'string') return convert(value);
  if (Array.isArray(value)) return value.map((item) => convertValue(item, convert));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [convert(key), convertValue(item, convert)]),
  );
}

/** Numbers that are kept as they were written are objects of a class of their own. */
const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
