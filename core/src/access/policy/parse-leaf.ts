import { CheckFault, type Leaf } from './check.js';
import { parseRemote } from './parse-remote.js';
import { parseTemplate } from './parse-template.js';

/** Whole numbers and the words of Python; other numbers have several spellings, of which only one would match. */
const LITERAL = /^(?:0|-?[1-9]\d*|True|False|None)$/;
const QUOTED = /^(?:'([^'\\]*)'|"([^"\\]*)")$/;
const ATTRIBUTE = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;

/**
 * Reads one comparison: `@`, `!`, or a kind and a match with a colon between them.
 *
 * @throws {@link CheckFault}
 */
export function parseLeaf(text: string): Leaf {
  if (text === '@') return { kind: 'allow' };
  if (text === '!') return { kind: 'deny' };
  const colon = text.indexOf(':');
  if (colon < 0) {
    throw new CheckFault(`"${text}" is no check: write kind:match, such as role:admin, or @ or !`);
  }
  const [kind, match] = [text.slice(0, colon), text.slice(colon + 1)];
  if (kind === 'http' || kind === 'https') return parseRemote(text);
  if (kind === 'rule') return { kind, rule: match, text };
  if (match === '')
    throw new CheckFault(`"${text}" compares with nothing: write what it is to be after the colon`);
  const template = parseTemplate(match, text);
  if (kind === 'role') return { kind, match: template, text };
  const quoted = QUOTED.exec(kind);
  const value = quoted ? (quoted[1] ?? quoted[2] ?? '') : LITERAL.test(kind) ? kind : undefined;
  if (value !== undefined) return { kind: 'literal', value, match: template, text };
  if (ATTRIBUTE.test(kind)) return { kind: 'attribute', path: kind.split('.'), match: template, text };
  throw new CheckFault(
    `"${kind}" in "${text}" is neither role, rule, an attribute of the caller nor a value: correct it`,
  );
}
