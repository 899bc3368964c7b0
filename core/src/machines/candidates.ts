import { STATES } from '@inspector/plugin-api';
import type { SummaryCandidates } from '../db/types.js';
import { NUMBERS, type Column } from './columns.js';
import type { Comparison } from './comparison.js';
import type { Condition } from './condition.js';
import { lowerCase } from './lower-case.js';

/** What JSON writes as it is. */
const PLAIN = /^[ !#-[\]-~]+$/;
/** Columns whose values do not stand in the stored summary. */
const ELSEWHERE: ReadonlySet<Column> = new Set(['uuid', 'name', 'state', 'inspected_at']);
/** Words that a database is asked for: so its statements have few forms, which are prepared once. */
const MOST_WORDS = 2;

/** What a database can look for, so that it hands over few machines that do not meet a condition. */
export function candidatesOf({ comparisons }: Pick<Condition, 'comparisons'>): SummaryCandidates {
  const range = comparisons.map(rangeOf).find((found) => found !== undefined);
  const texts = comparisons.filter(isPlainText).map(({ column, wanted }) => ({ column, wanted }));
  const words = texts.filter(({ column }) => !ELSEWHERE.has(column)).map(({ wanted }) => wanted);
  const name = texts.find(({ column }) => column === 'name');
  const state = comparisons.map(stateOf).find((found) => found !== undefined);
  return {
    words: words.sort((one, other) => other.length - one.length).slice(0, MOST_WORDS),
    ...(range && { range }),
    ...(name && { name: name.wanted }),
    ...(state !== undefined && { state }),
  };
}

const isPlainText = ({ column, operator, wanted }: Comparison): boolean =>
  !NUMBERS.has(column) && (operator === '=' || operator === '~') && PLAIN.test(wanted);

const stateOf = ({ column, operator, wanted }: Comparison): SummaryCandidates['state'] =>
  column === 'state' && operator === '=' ? STATES.find((state) => state === lowerCase(wanted)) : undefined;

function rangeOf({ column, operator, wanted }: Comparison): SummaryCandidates['range'] {
  const limit = Number(wanted);
  if (!NUMBERS.has(column) || wanted === '' || !Number.isFinite(limit)) return undefined;
  if (operator === '=') return { column, least: limit, most: limit };
  if (operator === '<' || operator === '<=') return { column, least: -Number.MAX_VALUE, most: limit };
  if (operator === '>' || operator === '>=') return { column, least: limit, most: Number.MAX_VALUE };
  return undefined;
}
