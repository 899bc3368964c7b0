/** The character at an index, negative from the end, surrogate pairs counting once; undefined outside. */
export function characterAt(text: string, index: number): string | undefined {
  if (index < 0) {
    let end = text.length;
    for (let left = -index; end > 0; left--) {
      const start = end >= 2 && (text.codePointAt(end - 2) ?? 0) > 0xffff ? end - 2 : end - 1;
      if (left === 1) return text.slice(start, end);
      end = start;
    }
    return undefined;
  }
  let left = index;
  for (const character of text) {
    if (left === 0) return character;
    left -= 1;
  }
  return undefined;
}

/** The first `count` characters of a text, surrogate pairs counting once. */
export const firstCharacters = (text: string, count: number): string =>
  Array.from(text.slice(0, 2 * count))
    .slice(0, count)
    .join('');

/** How many characters a text has, or `limit` if it has at least so many. */
export const countCharacters = (text: string, limit: number): number =>
  Math.min(Array.from(text.slice(0, 2 * limit)).length, limit);
