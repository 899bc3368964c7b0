import type { Difference, Differences, Facts, Run } from '@inspector/client';
import { shortTime } from './short-time.js';
import { oneLine, tableLines } from './table.js';

/** What `inspector diff` prints for people. */
export function differenceLines(node: string, { from, to, differences }: Differences): string[] {
  const head = `${oneLine(node)}: ${runText(from)} → ${runText(to)}`;
  if (differences.length === 0) return [head, 'The hardware is the same.'];
  return [head, ...differenceTable(differences)];
}

/** Differences as a table. */
export const differenceTable = (differences: readonly Difference[]): string[] =>
  tableLines(
    ['WHAT', 'PART', 'NAME', 'DETAILS'],
    differences.map((found) => [found.change, found.part, found.name, details(found)]),
  );

/** What an introspection is called in a line. */
export const runText = ({ number, finished_at: finished }: Run): string =>
  `introspection ${String(number)} (${shortTime(finished)})`;

function details({ fields, from, to }: Difference): string {
  if (fields.length === 0) return factsText(to ?? from ?? {});
  return fields.map(({ field, from: was, to: is }) => `${field} ${value(was)} → ${value(is)}`).join(', ');
}

const factsText = (facts: Facts): string =>
  Object.entries(facts)
    .map(([name, fact]) => `${name} ${value(fact)}`)
    .join(', ');

const value = (fact: string | number | boolean | null): string => (fact === null ? 'unknown' : String(fact));
