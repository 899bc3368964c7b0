/**
 * The nodes enrolled a while ago, by the MACs and BMC addresses they were enrolled for.
 *
 * Between its creation and the end of its introspection a node has no ports yet: only this memory tells that a
 * second post comes from the same machine.
 */
export class RecentlyEnrolled {
  readonly #nodes = new Map<string, { readonly uuid: string; readonly until: number }>();
  readonly #keepFor: number;
  readonly #now: () => number;

  /**
   * @param keepFor - milliseconds until a node is forgotten
   * @param now - monotonic clock in milliseconds
   */
  constructor(keepFor: number, now: () => number = () => performance.now()) {
    this.#keepFor = keepFor;
    this.#now = now;
  }

  /** The first of the keys that a node was enrolled for. */
  find(keys: readonly string[]): { readonly key: string; readonly uuid: string } | undefined {
    this.#forgetOld();
    for (const key of keys) {
      const known = this.#nodes.get(key);
      if (known !== undefined) return { key, uuid: known.uuid };
    }
    return undefined;
  }

  add(uuid: string, keys: readonly string[]): void {
    const until = this.#now() + this.#keepFor;
    for (const key of keys) {
      this.#nodes.delete(key);
      this.#nodes.set(key, { uuid, until });
    }
  }

  /** Forgets a node that is gone. */
  forget(uuid: string): void {
    for (const [key, known] of this.#nodes) if (known.uuid === uuid) this.#nodes.delete(key);
  }

  // Oldest first: a Map keeps the order of insertion.
  #forgetOld(): void {
    const now = this.#now();
    for (const [key, { until }] of this.#nodes) {
      if (until > now) return;
      this.#nodes.delete(key);
    }
  }
}
