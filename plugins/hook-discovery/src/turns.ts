/**
 * Lets pieces of work that share a key run one after the other, in the order they came. Work without a common
 * key runs side by side.
 */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** How many keys are in use or waited for. */
  get size(): number {
    return this.#last.size;
  }

  /** Runs `work` when everything that came before under any of the keys has ended. */
  async take<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const before = keys.map((key) => this.#last.get(key)).filter((earlier) => earlier !== undefined);
    const result = Promise.allSettled(before).then(work);
    for (const key of keys) this.#last.set(key, result);
    try {
      return await result;
    } finally {
      for (const key of keys) if (this.#last.get(key) === result) this.#last.delete(key);
    }
  }
}
