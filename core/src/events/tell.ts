import { type EventNews, newOrigin, shortText, thrownText, withOrigin } from '@inspector/plugin-api';
import { now } from '../db/timestamp.js';
import type { FollowerDefinition, FollowerServices } from './follower-types.js';
import type { KeptPlace } from './kept-place.js';

/** Milliseconds until news are told again that were not taken: at first, and at most. */
const FIRST = 1000;
const LONGEST = 300_000;
/** The longest time that a follower may ask for, in milliseconds. */
const LONGEST_ASKED = 86_400_000;
/** The longest trouble that is kept, in characters. */
const WORDS = 1000;

/** What came of news. */
export type Told = 'done' | 'stopped' | 'ended';

/** Tells one follower its news, again and again until it has taken them. */
export class Teller {
  /** How often it failed since it last did not: of this news and of those before, so that a receiver that is away is not asked faster. */
  #failures = 0;

  constructor(
    private readonly definition: FollowerDefinition,
    private readonly services: FollowerServices,
  ) {}

  /**
   * Tells news until they are taken or given up, the follower stops, or the signal is aborted.
   *
   * @throws what the database throws
   */
  async tell(news: EventNews, place: KeptPlace, signal: AbortSignal): Promise<Told> {
    for (let attempt = 1; !signal.aborted; attempt++) {
      const outcome = await this.#try(news, attempt, signal);
      if (outcome.kind === 'taken') {
        this.#recovered(place);
        return 'done';
      }
      if (outcome.kind === 'given up') {
        this.#gaveUp(news, outcome.text, place);
        return 'done';
      }
      // What is cut off by the end is no trouble.
      if (signal.aborted) break;
      await this.#troubled(outcome.text, place);
      if (outcome.kind === 'stopped') return 'stopped';
      await this.services.clock.rest(this.#pause(outcome.asked), signal);
    }
    return 'ended';
  }

  async #try(news: EventNews, attempt: number, signal: AbortSignal): Promise<Outcome> {
    let asked = 0;
    let givenUp: string | undefined;
    let stopped: string | undefined;
    const call = {
      signal,
      attempt,
      retryIn: (seconds: number) => (asked = Number.isFinite(seconds) ? seconds * 1000 : asked),
      giveUp: (reason: string) => (givenUp = shortText(reason, WORDS)),
      stop: (reason: string) => (stopped = shortText(reason, WORDS)),
    };
    try {
      await withOrigin(newOrigin(), async () => this.definition.handler(news, call));
    } catch (error) {
      if (stopped === undefined && givenUp === undefined) {
        return { kind: 'failed', text: shortText(thrownText(error), WORDS), asked };
      }
    }
    if (stopped !== undefined) return { kind: 'stopped', text: stopped };
    return givenUp === undefined ? { kind: 'taken' } : { kind: 'given up', text: givenUp };
  }

  #pause(asked: number): number {
    const usual = Math.min(FIRST * 2 ** (this.#failures - 1), LONGEST);
    const pause = Math.max(usual, Math.min(asked, LONGEST_ASKED));
    // Later, never earlier than was asked for.
    return pause * (1 + this.services.clock.random() / 4);
  }

  async #troubled(text: string, place: KeptPlace): Promise<void> {
    const { log, counts } = this.services;
    const { name } = this.definition;
    this.#failures++;
    counts.failed(name);
    if (this.#failures === 1) log.warn({ follower: name }, `The follower ${name} does not get on: ${text}`);
    if (place.trouble === text) return;
    const isNew = place.trouble === null;
    place.set({ trouble: text, ...(isNew && { troubleSince: now() }) });
    await place.note();
  }

  #recovered(place: KeptPlace): void {
    if (this.#failures > 0) {
      this.services.log.info(
        { follower: this.definition.name },
        `The follower ${this.definition.name} gets on again`,
      );
    }
    this.#failures = 0;
    if (place.trouble !== null) place.set({ trouble: null, troubleSince: null });
  }

  #gaveUp({ events }: EventNews, text: string, place: KeptPlace): void {
    const { log, counts } = this.services;
    const { name } = this.definition;
    const ids = events.map(({ id }) => id);
    counts.gaveUp(name, ids.length);
    log.error({ follower: name, events: ids }, `The follower ${name} has given up events: ${text}`);
    place.giveUp(ids.length);
    if (place.trouble === null) place.set({ trouble: text, troubleSince: now() });
  }
}

type Outcome =
  | { readonly kind: 'taken' }
  | { readonly kind: 'given up'; readonly text: string }
  | { readonly kind: 'stopped'; readonly text: string }
  | { readonly kind: 'failed'; readonly text: string; readonly asked: number };
