/** A piece of a path. `at` is the offset of its first character. */
export type Token = { readonly at: number } & (
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number; readonly text: string }
  | { readonly kind: 'operator'; readonly text: string }
  | { readonly kind: 'sign'; readonly text: string }
  | { readonly kind: 'end'; readonly text: string }
);

const NAME = /[A-Za-z_@][A-Za-z0-9_@-]*/y;
const NUMBER = /-?\d+/y;
const SIGNS = new Set(['.', ',', '[', ']', '(', ')', '$', '*', ':', '|', '&']);
const BLANKS = new Set([' ', '\t', '\n', '\r']);

/** Cuts a path into tokens, the last one of kind `end`. Throws Error naming the character it cannot take. */
export function tokenize(path: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < path.length) {
    const character = path.charAt(at);
    if (BLANKS.has(character)) {
      at += 1;
      continue;
    }
    const [token, next] = read(path, at, character);
    tokens.push(token);
    at = next;
  }
  tokens.push({ kind: 'end', text: 'end of path', at });
  return tokens;
}

function read(path: string, at: number, character: string): [Token, number] {
  if (character === "'" || character === '"') return readQuoted(path, at, character);
  if (character === '`') return readOperator(path, at);
  const name = take(NAME, path, at);
  if (name === 'where') return [{ kind: 'sign', text: 'where', at }, at + name.length];
  if (name !== undefined) return [{ kind: 'name', text: name, at }, at + name.length];
  const number = take(NUMBER, path, at);
  if (number !== undefined) {
    return [{ kind: 'number', value: Number(number), text: number, at }, at + number.length];
  }
  if (path.startsWith('..', at)) return [{ kind: 'sign', text: '..', at }, at + 2];
  if (SIGNS.has(character)) return [{ kind: 'sign', text: character, at }, at + 1];
  throw new Error(`unexpected character ${JSON.stringify(character)} at position ${String(at)}`);
}

function take(expression: RegExp, path: string, at: number): string | undefined {
  expression.lastIndex = at;
  return expression.exec(path)?.[0];
}

function readQuoted(path: string, at: number, quote: string): [Token, number] {
  let text = '';
  for (let index = at + 1; index < path.length; index++) {
    const character = path.charAt(index);
    if (character === quote) return [{ kind: 'name', text, at }, index + 1];
    if (character === '\\') index += 1;
    text += path.charAt(index);
  }
  throw new Error(`the quote at position ${String(at)} is not closed`);
}

function readOperator(path: string, at: number): [Token, number] {
  const end = path.indexOf('`', at + 1);
  if (end < 0) throw new Error(`the backquote at position ${String(at)} is not closed`);
  return [{ kind: 'operator', text: path.slice(at + 1, end), at }, end + 1];
}
