/**
 * The lines of a table with borders, as the tools of OpenStack-Ansible print them. Control characters are shown as
 * blanks, because names and values may come from anybody.
 *
 * @param rows - a cell may have several lines
 */
export function borderedTable(
  titles: readonly string[],
  rows: readonly (readonly (readonly string[])[])[],
): string[] {
  const cells = rows.map((row) => row.map((lines) => lines.map(printable)));
  const widths = titles.map((title, column) =>
    cells.reduce(
      (width, row) => (row[column] ?? []).reduce((most, line) => Math.max(most, line.length), width),
      title.length,
    ),
  );
  const border = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+`;
  const lineOf = (texts: readonly string[]): string =>
    `|${widths.map((width, column) => ` ${(texts[column] ?? '').padEnd(width)} `).join('|')}|`;
  const body = cells.flatMap((row) => {
    const height = row.reduce((most, lines) => Math.max(most, lines.length), 1);
    return Array.from({ length: height }, (_, line) => lineOf(row.map((lines) => lines[line] ?? '')));
  });
  return [border, lineOf(titles), border, ...body, border];
}

const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, ' ');
