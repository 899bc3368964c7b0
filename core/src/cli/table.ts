/** A text on one line; control characters, which texts from ramdisks may hold, are shown as blanks. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim();

/**
 * The lines of a table whose columns are as wide as they need to be. Control characters, which texts from
 * ramdisks may hold, are shown as blanks.
 */
export function tableLines(titles: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [titles, ...rows].map((row) => row.map(oneLine));
  const widths = titles.map((_title, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
