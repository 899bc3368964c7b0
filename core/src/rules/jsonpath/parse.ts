import { tokenize, type Token } from './tokens.js';

/** A parsed path. */
export type PathNode =
  | { readonly kind: 'fields'; readonly names: readonly string[] }
  | { readonly kind: 'every-field' }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'slice'; readonly start: number | undefined; readonly end: number | undefined }
  | { readonly kind: 'root' | 'this' | 'parent' }
  | { readonly kind: BinaryKind; readonly parts: PathNode[] };

/** What two or more paths make together; each part of a `chain` is looked up in what the part before found. */
type BinaryKind = 'chain' | 'descendants' | 'union' | 'where';

const SIGNS = {
  '..': { kind: 'descendants', level: 1 },
  '.': { kind: 'chain', level: 2 },
  '|': { kind: 'union', level: 3 },
  where: { kind: 'where', level: 4 },
} as const satisfies Record<string, { kind: BinaryKind; level: number }>;
type BinarySign = keyof typeof SIGNS;

const isBinarySign = (text: string): text is BinarySign => Object.hasOwn(SIGNS, text);

/** Longer paths are refused: nobody writes them, and their depth would reach the end of the stack. */
const MAX_TOKENS = 1000;
/** Parentheses deeper than this are refused. */
const MAX_NESTING = 50;
const OPERATORS: ReadonlySet<string> = new Set(['this', 'parent']);

/**
 * Parses a path of rules: the subset of JSONPath with bare leading keys. From loose to tight: brackets (they
 * take all that stands left of them), `..`, `.`, `|`, `where`. Throws Error saying what is wrong and where.
 */
export function parsePath(path: string): PathNode {
  const tokens = tokenize(path);
  if (tokens.length > MAX_TOKENS) throw new Error(`the path has more than ${String(MAX_TOKENS)} parts`);
  return new PathParser(tokens).whole();
}

function combine(kind: BinaryKind, left: PathNode, right: PathNode): PathNode {
  if (left.kind !== kind) return { kind, parts: [left, right] };
  left.parts.push(right);
  return left;
}

class PathParser {
  #next = 0;
  #nesting = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): PathNode {
    const node = this.#expression();
    if (this.#token.kind !== 'end') throw this.#unexpected();
    return node;
  }

  get #token(): Token {
    return this.tokens[this.#next] ?? { kind: 'end', text: 'end of path', at: 0 };
  }

  #unexpected(): Error {
    const { kind, text, at } = this.#token;
    if (kind === 'end') return new Error(this.#next === 0 ? 'the path is empty' : 'unexpected end of path');
    return new Error(`unexpected ${JSON.stringify(text)} at position ${String(at)}`);
  }

  #isSign(text: string): boolean {
    return this.#token.kind === 'sign' && this.#token.text === text;
  }

  #accept(sign: string): boolean {
    if (!this.#isSign(sign)) return false;
    this.#next += 1;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#accept(sign)) throw this.#unexpected();
  }

  #expression(): PathNode {
    const operands = [this.#operand()];
    const pending: BinarySign[] = [];
    const reduce = (): void => {
      const sign = pending.pop();
      const right = operands.pop();
      const left = operands.pop();
      if (sign && right && left) operands.push(combine(SIGNS[sign].kind, left, right));
    };
    const reduceAll = (level: number): void => {
      for (let top = pending.at(-1); top && SIGNS[top].level >= level; top = pending.at(-1)) reduce();
    };
    for (;;) {
      if (this.#isSign('[')) {
        reduceAll(0);
        operands.push(combine('chain', operands.pop() ?? { kind: 'this' }, this.#bracket()));
        continue;
      }
      const sign = this.#binarySign();
      if (sign === undefined) break;
      reduceAll(SIGNS[sign].level);
      pending.push(sign);
      operands.push(this.#operand());
    }
    reduceAll(0);
    return operands.pop() ?? { kind: 'this' };
  }

  #binarySign(): BinarySign | undefined {
    const { kind, text } = this.#token;
    if (kind !== 'sign') return undefined;
    if (text === '&') throw new Error('the intersection "&" is not supported');
    if (!isBinarySign(text)) return undefined;
    this.#next += 1;
    return text;
  }

  #operand(): PathNode {
    return this.#isSign('[') ? this.#bracket() : this.#primary();
  }

  #primary(): PathNode {
    const token = this.#token;
    if (token.kind === 'name') return this.#fields();
    if (token.kind === 'operator') return this.#operator(token.text);
    if (this.#accept('$')) return { kind: 'root' };
    if (this.#accept('*')) return { kind: 'every-field' };
    if (!this.#accept('(')) throw this.#unexpected();
    this.#nesting += 1;
    if (this.#nesting > MAX_NESTING) throw new Error('too many nested parentheses');
    const inner = this.#expression();
    this.#expect(')');
    this.#nesting -= 1;
    return inner;
  }

  #operator(name: string): PathNode {
    if (!OPERATORS.has(name)) throw new Error(`unknown operator \`${name}\``);
    this.#next += 1;
    return { kind: name === 'this' ? 'this' : 'parent' };
  }

  #fields(): PathNode {
    const names: string[] = [];
    do {
      const token = this.#token;
      if (token.kind !== 'name') throw this.#unexpected();
      names.push(token.text);
      this.#next += 1;
    } while (this.#accept(','));
    return { kind: 'fields', names };
  }

  #bracket(): PathNode {
    this.#expect('[');
    const node = this.#bracketContent();
    this.#expect(']');
    return node;
  }

  #bracketContent(): PathNode {
    if (this.#token.kind === 'name') return this.#fields();
    if (this.#accept('*')) return { kind: 'slice', start: undefined, end: undefined };
    const start = this.#number();
    if (this.#accept(':')) return { kind: 'slice', start, end: this.#number() };
    if (start === undefined) throw this.#unexpected();
    return { kind: 'index', index: start };
  }

  #number(): number | undefined {
    const token = this.#token;
    if (token.kind !== 'number') return undefined;
    this.#next += 1;
    return token.value;
  }
}
