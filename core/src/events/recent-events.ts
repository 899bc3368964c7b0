import type { StoredEvent } from '../db/types.js';

/** Events that are kept at hand for those who follow: more than a moment of a large fleet brings. */
const MOST = 2000;

/** The newest events, without a gap between them. */
export class RecentEvents {
  #events: StoredEvent[] = [];
  #position: number;

  /** @param position - id of the newest event there is */
  constructor(position: number) {
    this.#position = position;
  }

  /** Id of the newest event that is known. */
  get position(): number {
    return this.#position;
  }

  /** Takes events that come after the position, in the order of their ids. */
  add(events: readonly StoredEvent[]): void {
    const [first] = events;
    const last = events.at(-1);
    if (first === undefined || last === undefined) return;
    // What is not next to the others was never read: whoever needs it reads the database, and learns there that it is gone.
    const isNext = first.id === this.#position + 1;
    this.#events = [...(isNext ? this.#events : []), ...events].slice(-MOST);
    this.#position = last.id;
  }

  /** Events after an id; undefined where some of them may not be at hand. */
  after(id: number): readonly StoredEvent[] | undefined {
    if (id === this.#position) return [];
    const first = this.#events[0]?.id ?? Infinity;
    if (id < first - 1 || id > this.#position) return undefined;
    return this.#events.slice(this.#firstAfter(id));
  }

  /** Index of the first event after an id, by halving. */
  #firstAfter(id: number): number {
    let [low, high] = [0, this.#events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#events[middle]?.id ?? Infinity) <= id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
