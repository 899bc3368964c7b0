import type { Machine } from '@inspector/client';
import { InvalidArgumentError } from 'commander';
import { cellText, NUMBERS, readColumn, type Column } from './columns.js';

/** Whether a machine is meant. */
export type Condition = (machine: Machine) => boolean;

const COMPARISON = /^\s*([a-z_]+)\s*(<=|>=|!=|<|>|=|~)\s*(.*?)\s*$/s;
const QUOTED = /^(["'])(.*)\1$/s;

/**
 * Reads a condition such as `memory_mb < 262144 and vendor = Dell`: comparisons with `and` between them. `=`, `!=` and `~`
 * (contains) compare texts, whatever their case; of a list one item suffices, and none may be equal for `!=`. `<` and its
 * like compare numbers, or texts where the column has texts. What is not known is equal to the empty text only.
 *
 * @throws InvalidArgumentError with what is wrong
 */
export function readCondition(text: string): Condition {
  const conditions = text.split(/\s+and\s+/i).map(readComparison);
  return (machine) => conditions.every((holds) => holds(machine));
}

function readComparison(text: string): Condition {
  const [, name = '', operator = '', rest = ''] = COMPARISON.exec(text) ?? [];
  if (operator === '') {
    throw new InvalidArgumentError(
      `"${text.trim()}" is no comparison such as "memory_mb < 262144", "vendor = Dell" or "switches ~ leaf-1".`,
    );
  }
  const column = readColumn(name);
  const wanted = QUOTED.exec(rest)?.[2] ?? rest;
  if (/^[<>]/.test(operator)) return ordered(column, operator, wanted);
  const lower = wanted.toLowerCase();
  const test: Record<string, (words: readonly string[]) => boolean> = {
    '=': (words) => words.includes(lower),
    '!=': (words) => !words.includes(lower),
    '~': (words) => words.some((word) => word.includes(lower)),
  };
  return (machine) => test[operator]?.(wordsOf(machine[column])) ?? false;
}

function ordered(column: Column, operator: string, wanted: string): Condition {
  const limit = Number(wanted);
  if (NUMBERS.has(column) && (wanted === '' || Number.isNaN(limit))) {
    throw new InvalidArgumentError(`${column} is a number, "${wanted}" is none.`);
  }
  return (machine) => {
    const value = machine[column];
    if (value === null || typeof value === 'object') return false;
    if (typeof value === 'number') return holds(operator, value - limit);
    return holds(operator, value === wanted ? 0 : value < wanted ? -1 : 1);
  };
}

function holds(operator: string, difference: number): boolean {
  if (operator === '<') return difference < 0;
  if (operator === '<=') return difference <= 0;
  return operator === '>' ? difference > 0 : difference >= 0;
}

const wordsOf = (value: Machine[Column]): string[] => {
  const texts =
    typeof value === 'object' && value !== null ? (value.length === 0 ? [''] : value) : [cellText(value)];
  return texts.map((word) => word.toLowerCase());
};
