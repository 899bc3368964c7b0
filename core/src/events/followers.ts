import { setTimeout as pause } from 'node:timers/promises';
import { EventFeed } from './event-feed.js';
import { Follower } from './follower.js';
import type { FollowerClock, FollowerDefinition, FollowerServices } from './follower-types.js';

/** Seconds between two looks at the table: nobody sits in front of it. */
const LOOK = 0.5;

/** The clock on the wall. */
export const FOLLOWER_CLOCK: FollowerClock = {
  async rest(milliseconds, signal) {
    await pause(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
  },
  random: () => Math.random(),
};

/** All that follow the events in this process. Each is on its own: one that does not get on keeps no other one waiting. */
export class Followers {
  readonly #stopping = new AbortController();
  readonly #followers: readonly Follower[];
  #running: Promise<unknown> = Promise.resolve();

  constructor(definitions: readonly FollowerDefinition[], services: Omit<FollowerServices, 'feed'>) {
    const { events, log } = services;
    const feed = new EventFeed({ events, log, lookSeconds: LOOK });
    this.#followers = definitions.map((definition) => new Follower(definition, { ...services, feed }));
  }

  /** How far those have come that follow in this process, by name. */
  get positions(): ReadonlyMap<string, number> {
    return new Map(
      this.#followers.flatMap(({ name, position }) => (position === undefined ? [] : [[name, position]])),
    );
  }

  start(): void {
    this.#running = Promise.all(this.#followers.map((follower) => follower.run(this.#stopping.signal)));
  }

  /** Ends what they do; resolves when they have ended and their places are kept. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }
}
