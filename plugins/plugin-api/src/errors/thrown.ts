/** Class name of something thrown, for `Unexpected exception <Class> …`; of what is no object, its type. */
export function thrownClass(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return typeof thrown;
  return (thrown as { constructor?: { name?: string } }).constructor?.name || 'Object';
}

/** Text of something thrown: the message of an error, and of anything else what it says of itself. Never throws. */
export function thrownText(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  try {
    return String(thrown);
  } catch {
    // An object without a prototype, or one whose toString fails, cannot be made a text.
    return `something of the type ${thrownClass(thrown)}`;
  }
}
