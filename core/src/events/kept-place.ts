import type { FollowerPlace, FollowerRepository } from '../db/types.js';

/** Milliseconds for which a place may be unknown to the database while events come: they are told twice after a crash. */
const LATEST = 500;

/** The place of a follower was moved by another process, which follows instead. */
export class PlaceMoved extends Error {}

/** The place of a follower, written into the database every now and then. */
export class KeptPlace {
  #known: number;
  #isNoted = true;
  #notedTrouble: string | null;
  #notedAt = performance.now();

  /** @param place - as it was read */
  constructor(
    private readonly name: string,
    private readonly places: FollowerRepository,
    private place: FollowerPlace,
  ) {
    this.#known = place.position;
    this.#notedTrouble = place.trouble;
  }

  get position(): number {
    return this.place.position;
  }

  get trouble(): string | null {
    return this.place.trouble;
  }

  /** Changes the place; it is written with the next {@link note}. */
  set(change: Partial<FollowerPlace>): void {
    this.place = { ...this.place, ...change };
    this.#isNoted = false;
  }

  /** Counts events that were given up. */
  giveUp(events: number): void {
    this.set({ givenUp: this.place.givenUp + events });
  }

  /** Writes the place down where that was not done for half a second, or a trouble has come or gone. */
  async noteSoon(): Promise<void> {
    const isUrgent = this.place.trouble !== this.#notedTrouble;
    if (isUrgent || performance.now() - this.#notedAt >= LATEST) await this.note();
  }

  /**
   * Writes the place down if it has changed.
   *
   * @throws {@link PlaceMoved}
   */
  async note(): Promise<void> {
    if (this.#isNoted) return;
    const { place } = this;
    if (!(await this.places.note(this.name, this.#known, place))) {
      throw new PlaceMoved('another process follows the events');
    }
    this.#known = place.position;
    this.#notedTrouble = place.trouble;
    this.#notedAt = performance.now();
    this.#isNoted = this.place === place;
  }
}
