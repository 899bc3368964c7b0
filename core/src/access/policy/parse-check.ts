import { CheckFault, type Check } from './check.js';
import { parseLeaf } from './parse-leaf.js';

/** `(`, `)`, an operator in lower case, or a check. */
type Token = { readonly type: '(' | ')' | 'and' | 'or' | 'not'; readonly text: string } | CheckToken;
interface CheckToken {
  readonly type: 'check';
  readonly text: string;
  readonly check: Check;
}

/** Parentheses nested deeper than this are no policy; the parser is recursive. */
const DEEPEST = 100;

/**
 * Reads a check in the language of oslo.policy: `and` binds tighter than `or`, `not` tightest, words in any case.
 *
 * @throws {@link CheckFault}
 */
export function parseCheck(text: string): Check {
  const parser = new Parser(text);
  return parser.whole();
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = [...tokensOf(text)];
  }

  whole(): Check {
    if (this.#tokens.length === 0) throw new CheckFault('there is no check: write @ to allow, ! to deny');
    const check = this.#or();
    const rest = this.#tokens[this.#at];
    if (rest !== undefined) throw new CheckFault(unexpected(rest));
    return check;
  }

  #or(): Check {
    return this.#joined('or', () => this.#joined('and', () => this.#term()));
  }

  #joined(kind: 'and' | 'or', part: () => Check): Check {
    const first = part();
    const checks = [first];
    while (this.#tokens[this.#at]?.type === kind) {
      this.#at++;
      checks.push(part());
    }
    return checks.length === 1 ? first : { kind, checks };
  }

  #term(): Check {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new CheckFault('the check ends in the middle: complete it');
    if (token.type === 'check') return token.check;
    if (token.type !== 'not' && token.type !== '(') throw new CheckFault(unexpected(token));
    if (++this.#depth > DEEPEST) throw new CheckFault('the check is nested too deeply: split it into rules');
    const check: Check = token.type === 'not' ? { kind: 'not', check: this.#term() } : this.#enclosed();
    this.#depth--;
    return check;
  }

  #enclosed(): Check {
    const check = this.#or();
    const closing = this.#tokens[this.#at++];
    if (closing === undefined) throw new CheckFault('a parenthesis is not closed: add )');
    if (closing.type !== ')') throw new CheckFault(unexpected(closing));
    return check;
  }
}

const unexpected = ({ type, text }: Token): string =>
  type === 'check'
    ? `"${text}" follows another check: put and, or, or a line of its own between them`
    : `"${text}" is not expected there: correct the check`;

/** White space divides; parentheses count only at the ends of what is divided, so that `%(name)s` stays whole. */
function* tokensOf(text: string): Generator<Token> {
  for (const word of text.split(/\s+/).filter((one) => one !== '')) {
    const [opening = ''] = /^\(*/.exec(word) ?? [];
    for (const sign of opening) yield { type: '(', text: sign };
    const rest = word.slice(opening.length);
    const clean = rest.replace(/\)+$/, '');
    if (clean !== '') yield wordToken(clean, rest);
    for (const sign of rest.slice(clean.length)) yield { type: ')', text: sign };
  }
}

function wordToken(clean: string, rest: string): Token {
  const lowered = clean.toLowerCase();
  if (lowered === 'and' || lowered === 'or' || lowered === 'not') return { type: lowered, text: clean };
  if (/^(["'])[^]*\1$/.test(rest) && rest.length > 1) {
    throw new CheckFault(
      `${rest} is a text in quotes, not a check: write kind:match without quotes around it`,
    );
  }
  return { type: 'check', text: clean, check: parseLeaf(clean) };
}
