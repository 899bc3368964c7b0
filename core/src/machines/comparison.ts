import { STATES } from '@inspector/plugin-api';
import { columnNamed, NUMBERS, type Column } from './columns.js';
import { lowerCase } from './lower-case.js';
import { WrongCondition } from './wrong-condition.js';

/** How a column is compared. */
export type Operator = '=' | '!=' | '~' | '<' | '<=' | '>' | '>=';

/** One comparison of a condition. */
export interface Comparison {
  readonly column: Column;
  readonly operator: Operator;
  /** What the column is compared with, without quotes. A number where the column has numbers, but for `~` and the empty text. */
  readonly wanted: string;
}

/** One comparison, and what joins the next one to it. A text in quotes may have everything but the quote. */
const COMPARISON = /\s*([a-z_]+)\s*(<=|>=|!=|<|>|=|~)\s*(?:"([^"]*)"|'([^']*)'|(.*?))\s*(?:$|\s(and)\s)/isy;
/** In a text without quotes, what was meant to join comparisons. */
const JOINING = /(?:^|\s)(and|or)(?:\s|$)/i;

/**
 * Reads comparisons such as `memory_mb < 262144` with `and` between them.
 *
 * @throws WrongCondition
 */
export function readComparisons(text: string): Comparison[] {
  const found: Comparison[] = [];
  let [at, goesOn] = [0, true];
  while (goesOn) {
    COMPARISON.lastIndex = at;
    const match = COMPARISON.exec(text);
    if (match === null) {
      throw new WrongCondition(
        `"${text.slice(at).trim()}" is no comparison such as "memory_mb < 262144", "vendor = Dell" or "switches ~ leaf-1".`,
      );
    }
    const [, name = '', operator, double, single, plain = '', joint] = match;
    const wanted = double ?? single ?? plainText(plain);
    found.push(checked({ column: columnNamed(name), operator: operator as Operator, wanted }));
    [at, goesOn] = [COMPARISON.lastIndex, joint !== undefined];
  }
  return found;
}

/** A text without quotes. What it must not have would be looked for as a text, and not be found. */
function plainText(text: string): string {
  if (/^["']/.test(text)) {
    throw new WrongCondition(`The quotes of ${text} do not end where the text does.`);
  }
  const joint = JOINING.exec(text)?.[1];
  if (joint === undefined) return text;
  throw new WrongCondition(
    `Only "and" joins comparisons, and one has to follow it. Put a text with the word "${joint}" in quotes: "${text}".`,
  );
}

/** What no machine can have is a mistake. Of `~` it may be a part. What is not known is equal to the empty text. */
function checked(comparison: Comparison): Comparison {
  const { column, operator, wanted } = comparison;
  if (operator === '~' || ((operator === '=' || operator === '!=') && wanted === '')) return comparison;
  if (NUMBERS.has(column)) {
    const number = Number(wanted);
    if (wanted.trim() === '' || Number.isNaN(number))
      throw new WrongCondition(`${column} is a number, "${wanted}" is none.`);
    return { column, operator, wanted: String(number) };
  }
  if (column === 'state' && !STATES.some((state) => state === lowerCase(wanted))) {
    throw new WrongCondition(`"${wanted}" is none of the states ${STATES.join(', ')}.`);
  }
  return comparison;
}
