/** Class name of something thrown, for `Unexpected exception <Class> …`. */
export function thrownClass(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return typeof thrown;
  return (thrown as { constructor?: { name?: string } }).constructor?.name || 'Object';
}

/** Text of something thrown; the message of an error. */
export const thrownText = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown);
