/** Milliseconds until a start that was left is tried again: twice as many each time, up to the last number. */
const [FIRST, LAST] = [2000, 15_000];

/**
 * Starts that wait for a service that is away: how soon each is tried again, so that a rack of them neither keeps a service
 * busy that just comes back, nor fills the log.
 */
export class LeftStarts {
  readonly #left = new Map<string, { readonly pause: number; readonly due: number }>();

  constructor(private readonly clock: () => number = () => performance.now()) {}

  /** Whether a start was left before. */
  has(uuid: string): boolean {
    return this.#left.has(uuid);
  }

  /** Whether a start may be tried. */
  isDue(uuid: string): boolean {
    return this.clock() >= (this.#left.get(uuid)?.due ?? 0);
  }

  /** Notes that a start was left once more. */
  add(uuid: string): void {
    const pause = Math.min(LAST, 2 * (this.#left.get(uuid)?.pause ?? FIRST / 2));
    this.#left.set(uuid, { pause, due: this.clock() + pause });
  }

  /** Forgets a start. */
  delete(uuid: string): void {
    this.#left.delete(uuid);
  }

  /** Forgets all starts but these. */
  keepOnly(uuids: Iterable<string>): void {
    const kept = new Set(uuids);
    for (const uuid of this.#left.keys()) if (!kept.has(uuid)) this.#left.delete(uuid);
  }
}
