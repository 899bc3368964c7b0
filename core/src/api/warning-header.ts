/** Characters of one warning; headers are limited, and names in a warning come from a request. */
const LONGEST = 500;
/** Warnings that are told; more of them help nobody. */
const MOST = 5;

/**
 * The header `Warning` of RFC 7234, code 299 ("miscellaneous persistent warning"), for sentences; nothing without
 * any. Characters a header cannot have become `?`.
 */
export function warningHeader(sentences: readonly string[]): Readonly<Record<string, string>> {
  if (sentences.length === 0) return {};
  const values = sentences
    .slice(0, MOST)
    .map((sentence) => `299 inspector ${quoted(sentence.slice(0, LONGEST))}`);
  return { Warning: values.join(', ') };
}

const quoted = (text: string): string =>
  `"${text.replaceAll(/[^\x20-\x7e]/g, '?').replaceAll(/["\\]/g, '\\$&')}"`;
