import type { Statement } from './session.js';

/**
 * Bytes of a script at most. Longer statements are sent one by one: what matters there is not how often they are waited
 * for, and servers limit the length of what they are sent.
 */
const LONGEST = 512 * 1024;

/** Bytes that a character takes at most, in UTF-8 or with a backslash before it. */
const MOST_BYTES = 3;

/** The error of a subquery that has more than one row. */
const MORE_THAN_ONE_ROW = 1242;

/**
 * A statement that fails where the one before it touched no row. The server leaves a script at the first statement that
 * fails. MySQL and MariaDB have no plainer way to raise an error outside of a procedure.
 */
const END_IF_NOTHING = 'SET @inspector_first = IF(ROW_COUNT() = 0, (SELECT 1 UNION SELECT 2), 0)';

/** The same, where nothing was touched: whether a server leaves a script there can be tried with it. */
export const ALWAYS_ENDS = END_IF_NOTHING.replace('ROW_COUNT()', '0');

/** Whether a script ended because its first statement touched no row. */
export const isEnded = (error: unknown): boolean =>
  (error as { readonly errno?: unknown } | null)?.errno === MORE_THAN_ONE_ROW;

/** Statements as one transaction, of which nothing is carried out where the first one touches no row. */
export const transactionOf = ([first, ...others]: readonly Statement[]): Statement[] => [
  { sql: 'BEGIN' },
  ...(first === undefined ? [] : [first, { sql: END_IF_NOTHING }]),
  ...others,
  { sql: 'COMMIT' },
];

/** Statements as one text; undefined where that would be too long. */
export function scriptOf(statements: readonly Statement[], longest: number): Statement | undefined {
  const sql = statements.map((statement) => statement.sql).join(';\n');
  const parameters = statements.flatMap((statement) => statement.parameters ?? []);
  let bytes = sql.length;
  for (const value of parameters) {
    if (typeof value === 'string') bytes += value.length * MOST_BYTES;
    // Bytes are written in hexadecimal.
    else bytes += Buffer.isBuffer(value) ? value.length * 2 : 16;
  }
  return bytes > Math.min(LONGEST, longest) ? undefined : { sql, parameters };
}
