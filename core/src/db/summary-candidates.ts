import type { Dialect } from './dialect.js';
import type { Statement } from './session.js';
import type { SummaryCandidates } from './summary-types.js';

/** A member of the summary as a number; takes its name. */
const NUMBER = {
  sqlite: `json_extract(s.summary, '$.' || ?)`,
  mysql: `JSON_EXTRACT(s.summary, CONCAT('$.', ?))`,
  postgres: `CAST(CAST(s.summary AS json) ->> CAST(? AS text) AS double precision)`,
} as const;

/** Whether a text has another one in it, whatever the case of letters and the collation of the column. */
const CONTAINS = {
  sqlite: 'LIKE ?',
  mysql: 'COLLATE utf8mb4_general_ci LIKE ?',
  postgres: 'COLLATE "C" ILIKE ?',
} as const;

/**
 * What follows WHERE to read candidates only; all of it has to hold. The values are parameters, so that there are few statements to
 * prepare. A `%` or `_` in a word stands for other characters, too: there are more candidates then.
 */
export function narrowing(
  dialect: Dialect,
  { words = [], name, state, range }: SummaryCandidates,
): readonly Statement[] {
  const within = (word: string): string[] => [`%${word}%`];
  return [
    ...words.map((word) => ({ sql: `s.summary ${CONTAINS[dialect]}`, parameters: within(word) })),
    ...(name === undefined
      ? []
      : [{ sql: `n.inspector_name ${CONTAINS[dialect]}`, parameters: within(name) }]),
    ...(state === undefined ? [] : [{ sql: `COALESCE(n.state, 'finished') = ?`, parameters: [state] }]),
    ...(range === undefined
      ? []
      : [
          {
            sql: `${NUMBER[dialect]} BETWEEN ? AND ?`,
            parameters: [range.column, range.least, range.most],
          },
        ]),
  ];
}
