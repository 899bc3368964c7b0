/** Remembers nonces for a time, and at most for twice that. Only signed requests bring any. */
export class SeenNonces {
  private current = new Set<string>();
  private previous = new Set<string>();
  private since = Number.NEGATIVE_INFINITY;

  /** @param milliseconds - how long each is remembered at least */
  constructor(private readonly milliseconds: number) {}

  /**
   * Notes a nonce.
   *
   * @param now - milliseconds of a clock that only goes forward
   * @returns false when it is remembered already
   */
  add(nonce: string, now: number): boolean {
    if (now - this.since > this.milliseconds) {
      this.previous = this.current;
      this.current = new Set();
      this.since = now;
    }
    if (this.current.has(nonce) || this.previous.has(nonce)) return false;
    this.current.add(nonce);
    return true;
  }
}
