import { CheckFault, type Leaf, type Template } from './check.js';

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
  if (kind === 'http' || kind === 'https') {
    throw new CheckFault(`"${text}" asks another server; this version does not. Write the check here`);
  }
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

/** `%(name)s` stands for a value of the request, `%%` for a percent sign. */
function parseTemplate(match: string, leaf: string): Template {
  const texts: string[] = [];
  const names: string[] = [];
  let text = '';
  for (let at = 0; at < match.length;) {
    const percent = match.indexOf('%', at);
    if (percent < 0) {
      text += match.slice(at);
      break;
    }
    text += match.slice(at, percent);
    if (match[percent + 1] === '%') {
      text += '%';
      at = percent + 2;
      continue;
    }
    const end = match.indexOf(')s', percent);
    if (match[percent + 1] !== '(' || end < 0) {
      throw new CheckFault(`"%" in "${leaf}" must be followed by (name)s; write %% for the sign itself`);
    }
    texts.push(text);
    names.push(match.slice(percent + 2, end));
    text = '';
    at = end + 2;
  }
  return { texts: [...texts, text], names };
}
