import { type EventNews, thrownText } from '@inspector/plugin-api';
import type { StoredEvent } from '../db/types.js';
import { eventBody } from './event-body.js';
import type { FollowerDefinition, FollowerServices } from './follower-types.js';
import { KeptPlace, PlaceMoved } from './kept-place.js';
import { type Told, Teller } from './tell.js';
import { watch, type Watched } from './watch.js';

/** Milliseconds between two looks at who leads. */
const LOOK = 1000;
/** Milliseconds until it begins again after the database did not answer. */
const AGAIN = 5000;
/** Milliseconds without an event after which the place is moved on past those that were not for it. */
const IDLE = 15_000;

/**
 * Follows the events from a place in the database on while this process leads. Holds no more of them than one page: what a
 * follower does not take stays in the table, and is lost to it only when the table forgets it.
 */
export class Follower {
  readonly #teller: Teller;
  #failed = false;
  #place: KeptPlace | undefined;

  constructor(
    private readonly definition: FollowerDefinition,
    private readonly services: FollowerServices,
  ) {
    this.#teller = new Teller(definition, services);
  }

  /** Id of the last event that it needs to be told no more; undefined while another process follows. */
  get position(): number | undefined {
    return this.#place?.position;
  }

  get name(): string {
    return this.definition.name;
  }

  /** Follows until the signal is aborted, or the follower does not want any more. Does not reject. */
  async run(stopping: AbortSignal): Promise<void> {
    const { isLeader, clock } = this.services;
    while (!stopping.aborted) {
      if (!isLeader()) {
        await clock.rest(LOOK, stopping);
        continue;
      }
      try {
        if ((await this.#lead(stopping)) === 'stopped') return;
      } catch (error) {
        this.#complain(error);
        await clock.rest(AGAIN, stopping);
      } finally {
        this.#place = undefined;
      }
    }
  }

  /** Follows for as long as this process leads. */
  async #lead(stopping: AbortSignal): Promise<Told> {
    const { events, feed } = this.services;
    const { types } = this.definition.options;
    await feed.join();
    const term = new AbortController();
    const signal = AbortSignal.any([stopping, term.signal]);
    const watching = this.#endWithLead(term, stopping);
    try {
      const place = await this.#begin();
      this.#place = place;
      this.#failed = false;
      const selection = types === undefined ? {} : { types };
      try {
        for await (const step of watch({
          feed,
          events,
          selection,
          after: place.position,
          idle: IDLE,
          signal,
        })) {
          const told = await this.#take(step, place, signal);
          if (told !== 'done') return told;
        }
      } finally {
        await place.note();
      }
      return 'ended';
    } finally {
      feed.leave();
      term.abort();
      await watching;
    }
  }

  /** Aborts the work when this process leads no more. */
  async #endWithLead(term: AbortController, stopping: AbortSignal): Promise<void> {
    const { isLeader, clock } = this.services;
    const either = AbortSignal.any([stopping, term.signal]);
    while (!either.aborted && isLeader()) await clock.rest(LOOK, either);
    term.abort();
  }

  async #begin(): Promise<KeptPlace> {
    const { events, places } = this.services;
    const { options, name } = this.definition;
    const first = options.from === 'oldest' ? 0 : (await events.range()).newest;
    return new KeptPlace(name, places, await places.begin(name, first));
  }

  async #take(step: Watched, place: KeptPlace, signal: AbortSignal): Promise<Told> {
    switch (step.kind) {
      case 'position':
        if (step.id > place.position) place.set({ position: step.id });
        await place.note();
        return 'done';
      case 'events':
        return this.#takeEvents(step.events, place, signal);
      case 'reset': {
        const { id, reason } = step;
        const told = await this.#tell({ events: [], reset: { id, reason } }, id, place, signal);
        await place.note();
        return told;
      }
      case 'slow':
        // It begins again where it is, at its own pace.
        return 'ended';
    }
  }

  async #takeEvents(events: readonly StoredEvent[], place: KeptPlace, signal: AbortSignal): Promise<Told> {
    const most = this.definition.options.most ?? 1;
    for (let index = 0; index < events.length; index += most) {
      const some = events.slice(index, index + most);
      const last = some.at(-1)?.id ?? place.position;
      const news = { events: some.map(eventBody), reset: undefined };
      const told = await this.#tell(news, last, place, signal);
      if (told !== 'done') return told;
    }
    await place.note();
    return 'done';
  }

  async #tell(news: EventNews, position: number, place: KeptPlace, signal: AbortSignal): Promise<Told> {
    if (!this.services.isLeader()) return 'ended';
    const told = await this.#teller.tell(news, place, signal);
    if (told !== 'done') return told;
    place.set({ position });
    await place.noteSoon();
    return 'done';
  }

  #complain(error: unknown): void {
    if (error instanceof PlaceMoved) return;
    if (!this.#failed) {
      this.services.log.warn(
        { follower: this.name },
        `The follower ${this.name} cannot follow the events, it tries again: ${thrownText(error)}`,
      );
    }
    this.#failed = true;
  }
}
