/** Characters of the longest text that is taken: names and models are shorter, and variables should be small. */
const LONGEST = 255;

/** A text that says something; undefined for every other value, and for a text that is longer than any name. */
export function shortWords(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text === '' || text.length > LONGEST ? undefined : text;
}
