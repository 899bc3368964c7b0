/** The longest text, in bytes of UTF-8, that is stored, logged, or sent as an error. */
export const LONGEST_TEXT = 8192;

/** Bytes of UTF-8 that one character of a JavaScript text takes at most. */
const MOST_BYTES = 3;
/** Room for the end of a text that was cut, which says so. */
const ENDING_BYTES = 64;

/**
 * The text itself, or its beginning where it is too long. The end of a cut text says how long the text was.
 *
 * Ramdisks post texts of any length, and bare metal services send any. A text that goes to the log, the database or a
 * client goes through this function before.
 *
 * @param longest - bytes of UTF-8
 */
export function shortText(text: string, longest: number = LONGEST_TEXT): string {
  if (text.length * MOST_BYTES <= longest) return text;
  const kept = beginning(text, longest);
  if (kept.length === text.length) return text;
  const ending = `… (cut: ${text.length} characters)`;
  return beginning(kept, Math.max(0, longest - ENDING_BYTES)) + ending;
}

/** As many whole characters from the beginning as have room in some bytes. */
function beginning(text: string, bytes: number): string {
  const part = text.slice(0, bytes);
  const { read } = new TextEncoder().encodeInto(part, new Uint8Array(bytes));
  return part.slice(0, read);
}
