const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Just behind the closing quote of the string that opens at `start`. */
export function endOfString(json: string, start: number): number {
  let quote = json.indexOf('"', start + 1);
  while (isEscaped(json, quote)) quote = json.indexOf('"', quote + 1);
  return quote + 1;
}

/** Just behind the number that begins at `start`. */
export function endOfNumber(json: string, start: number): number {
  let end = start + 1;
  while (end < json.length && isInNumber(json.charCodeAt(end))) end++;
  return end;
}

/** The string whose quotes are at `start` and before `end`. */
export function stringBetween(json: string, start: number, end: number): string {
  const written = json.slice(start + 1, end - 1);
  return written.includes('\\') ? (JSON.parse(`"${written}"`) as string) : written;
}

function isEscaped(json: string, quote: number): boolean {
  let slashes = 0;
  while (json.charCodeAt(quote - 1 - slashes) === BACKSLASH) slashes++;
  return slashes % 2 === 1 && json.charCodeAt(quote) === QUOTE;
}

/** Digits, signs, point and exponent: what stands between the first character of a number and what follows it. */
const isInNumber = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) ||
  code === 0x2e ||
  code === 0x2b ||
  code === 0x2d ||
  code === 0x45 ||
  code === 0x65;
