import { valueText, type Column } from './columns.js';
import { readComparisons, type Comparison } from './comparison.js';
import { lowerCase } from './lower-case.js';
import type { Machine } from './machine.js';
import { WrongCondition } from './wrong-condition.js';

/** Which machines are meant. */
export interface Condition {
  /** As it was written. */
  readonly text: string;
  /** All of them have to hold. */
  readonly comparisons: readonly Comparison[];
  readonly holds: (machine: Machine) => boolean;
}

/** Characters that a condition may have. */
export const LONGEST_CONDITION = 1000;

/**
 * Reads a condition such as `memory_mb < 262144 and vendor = Dell`: comparisons with `and` between them. `=`, `!=` and `~`
 * (contains) compare texts, whatever their case; of a list one item suffices, and none may be equal for `!=`. `<` and its
 * like compare numbers, or texts where the column has texts. A text may be in quotes. What is not known is equal to the empty text only.
 *
 * @throws WrongCondition with what is wrong
 */
export function readCondition(text: string): Condition {
  if (text.length > LONGEST_CONDITION) {
    throw new WrongCondition(
      `A condition may have ${LONGEST_CONDITION} characters; this one has ${text.length}.`,
    );
  }
  const comparisons = readComparisons(text);
  const tests = comparisons.map(testOf);
  return { text, comparisons, holds: (machine) => tests.every((holds) => holds(machine)) };
}

type Test = (machine: Machine) => boolean;

function testOf({ column, operator, wanted }: Comparison): Test {
  const word = lowerCase(wanted);
  switch (operator) {
    case '=':
      return (machine) => wordsOf(machine[column]).includes(word);
    case '!=':
      return (machine) => !wordsOf(machine[column]).includes(word);
    case '~':
      return (machine) => wordsOf(machine[column]).some((one) => one.includes(word));
    case '<':
      return inOrder(column, wanted, (difference) => difference < 0);
    case '<=':
      return inOrder(column, wanted, (difference) => difference <= 0);
    case '>':
      return inOrder(column, wanted, (difference) => difference > 0);
    case '>=':
      return inOrder(column, wanted, (difference) => difference >= 0);
  }
}

function inOrder(column: Column, wanted: string, holds: (difference: number) => boolean): Test {
  const limit = Number(wanted);
  return (machine) => {
    const value = machine[column];
    if (value === null || typeof value === 'object') return false;
    if (typeof value === 'number') return holds(value - limit);
    return holds(value === wanted ? 0 : value < wanted ? -1 : 1);
  };
}

function wordsOf(value: Machine[Column]): string[] {
  if (typeof value !== 'object' || value === null) return [lowerCase(valueText(value))];
  return value.length === 0 ? [''] : value.map(lowerCase);
}
