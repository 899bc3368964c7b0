import {
  type EventFollowing,
  type EventHandler,
  type EventNews,
  type FollowOptions,
  type InspectorEvent,
  thrownText,
} from '@inspector/plugin-api';

/** What came of one call of a follower. */
export interface FollowOutcome {
  /** What it threw: the service tells the same news again later. null: they are taken. */
  readonly failed: string | null;
  /** Seconds that it asked to be left alone for after a failure; null: it did not say. */
  readonly retryIn: number | null;
  /** Why it has given the events up; null: it has not. */
  readonly gaveUp: string | null;
  /** Why it wants to be told nothing any more; null: it does not. */
  readonly stopped: string | null;
}

/** Events for a plugin under test: it follows them, and the test says what happens. */
export interface FollowedEvents extends EventFollowing {
  /** What the plugin follows, by the name of the follower. */
  readonly followers: ReadonlyMap<string, FollowOptions>;
  /**
   * Tells a follower something once, as the service would: it does not select, and does not repeat.
   *
   * @param news - events; or what stands for events that were lost
   * @param call - which attempt it is (1), and a signal that may end it
   * @throws Error where the plugin has no such follower
   */
  tell(
    follower: string,
    news: readonly InspectorEvent[] | NonNullable<EventNews['reset']>,
    call?: { readonly attempt?: number; readonly signal?: AbortSignal },
  ): Promise<FollowOutcome>;
}

/** Makes events that only the test knows. */
export function followedEvents(): FollowedEvents {
  const followers = new Map<string, FollowOptions>();
  const handlers = new Map<string, EventHandler>();
  return {
    followers,
    follow(options, handler) {
      if (handlers.has(options.name)) {
        throw new TypeError(`the plugin follows the events twice under the name "${options.name}"`);
      }
      followers.set(options.name, options);
      handlers.set(options.name, handler);
    },
    async tell(follower, news, { attempt = 1, signal = new AbortController().signal } = {}) {
      const handler = handlers.get(follower);
      if (handler === undefined) throw new Error(`The plugin has no follower "${follower}"`);
      const outcome = { failed: null, retryIn: null, gaveUp: null, stopped: null } as Writable<FollowOutcome>;
      const told = Array.isArray(news)
        ? { events: news as readonly InspectorEvent[], reset: undefined }
        : { events: [], reset: news as NonNullable<EventNews['reset']> };
      try {
        await handler(told, {
          signal,
          attempt,
          retryIn: (seconds) => (outcome.retryIn = seconds),
          giveUp: (reason) => (outcome.gaveUp = reason),
          stop: (reason) => (outcome.stopped = reason),
        });
      } catch (error) {
        outcome.failed = thrownText(error);
      }
      return outcome;
    },
  };
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };
