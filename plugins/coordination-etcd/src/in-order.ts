/** Does what concerns the same thing one after another, in the order in which it was asked for. */
export class InOrder {
  readonly #last = new Map<string, Promise<unknown>>();

  /**
   * Works when what was asked for earlier is done.
   *
   * @throws what the work before threw, without working: it would meet the same failure after the same time
   */
  async after<T>(thing: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(thing);
    return this.#note(thing, before === undefined ? work() : before.then(work));
  }

  /** As {@link after}, but works also when what was before has failed. */
  async whatever<T>(thing: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(thing);
    return this.#note(thing, before === undefined ? work() : before.then(work, work));
  }

  async #note<T>(thing: string, working: Promise<T>): Promise<T> {
    this.#last.set(thing, working);
    try {
      return await working;
    } finally {
      if (this.#last.get(thing) === working) this.#last.delete(thing);
    }
  }
}
