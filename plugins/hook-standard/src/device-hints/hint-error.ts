/** A hint that cannot be used; the message says which one and why. */
export class HintError extends Error {
  override readonly name = 'HintError';
}
