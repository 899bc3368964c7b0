/** Work that several callers want at the same time and that is done once for all of them. */
export class SharedWork<Result> {
  readonly #running = new Map<string, Promise<Result>>();

  /**
   * The result of the work for a key: of the work that goes on, else of this one, which begins now.
   *
   * @throws what the work throws, to each of its callers
   */
  join(key: string, work: () => Promise<Result>): Promise<Result> {
    const running = this.#running.get(key);
    if (running !== undefined) return running;
    const begun = work().finally(() => this.#running.delete(key));
    this.#running.set(key, begun);
    return begun;
  }
}
