/** What a spreadsheet takes for a formula when a cell begins so: the texts come from ramdisks. */
const FORMULA = /^[=+\-@\t\r]/;

/** A line of comma-separated values (RFC 4180), without its end. A text that a spreadsheet would calculate gets a `'` in front. */
export const csvLine = (cells: readonly string[]): string => cells.map(csvCell).join(',');

function csvCell(text: string): string {
  const safe = FORMULA.test(text) && !/^-?\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
