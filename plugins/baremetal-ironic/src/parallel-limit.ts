/** Lets a bounded number of tasks run at the same time; the others wait, first come, first served. */
export class ParallelLimit {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  /** @param limit - how many tasks may run at once, at least 1 */
  constructor(limit: number) {
    this.#free = limit;
  }

  /** Runs a task as soon as there is room for it and answers what it answers. */
  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
