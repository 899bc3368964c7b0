import type { IntrospectionState, Timestamp } from '../introspection/types.js';
import type { JsonObject } from '../json/types.js';

/** Something that happened, as plugins and clients of the API see it. */
export interface InspectorEvent {
  /** Grows by one with each event, in the order in which the changes were committed. */
  readonly id: number;
  readonly time: Timestamp;
  /** Words with dots between them, such as `introspection.finished`; new ones may come. */
  readonly type: string;
  /** UUID of the node; null for what concerns none. */
  readonly node: string | null;
  /** What the node is called now; null: no name, none known, or no node. */
  readonly name: string | null;
  /** The same for all events of one introspection; null for what belongs to none. */
  readonly introspection: string | null;
  /** The state that the introspection has come to; null for events of other types. */
  readonly state: IntrospectionState | null;
  /** What else there is to say, 4 KiB at most. It may quote what a ramdisk sent. */
  readonly details: JsonObject;
}

/** Which events a plugin follows, and from where on. */
export interface FollowOptions {
  /**
   * Keeps the place of this follower apart from others of the plugin: 1 to 64 of `a-z`, `0-9`, `.`, `_` and `-`. The place
   * is in the database under it, so the same name goes on where it was.
   */
  readonly name: string;
  /** Types, or what types begin with before a dot (`introspection` stands for `introspection.finished`, too). Default: all. */
  readonly types?: readonly string[];
  /** Where a follower begins whose name the database does not know: with what happens next, or with the oldest event that is kept. */
  readonly from: 'now' | 'oldest';
  /** Most events that one call gets, 1 to 500. Default 1. */
  readonly most?: number;
}

/** What a follower is told: events, or that some were lost. */
export interface EventNews {
  /** At least one, oldest first; none where `reset` is there. */
  readonly events: readonly InspectorEvent[];
  /**
   * Set: it is not known what happened until the event with this id. The events were `deleted` before they were told, or the
   * database is another one, which was restored from a copy (`unknown`). Look anew at whatever was learned from events.
   */
  readonly reset: { readonly id: number; readonly reason: 'deleted' | 'unknown' } | undefined;
}

/** One call of a follower. */
export interface FollowCall {
  /** Aborts when the service stops, or another process follows from now on. Hand it to whatever takes long. */
  readonly signal: AbortSignal;
  /** How often these news were told, this time included, since this process follows. */
  readonly attempt: number;
  /** If the call throws: at least so many seconds until it is repeated. Default: longer and longer, five minutes at most. */
  retryIn(seconds: number): void;
  /** These news are not told again, although it was not possible to do what is to be done about them. Logged, and counted. */
  giveUp(reason: string): void;
  /** Nothing is told any more until the next start, which tells these news again. */
  stop(reason: string): void;
}

/**
 * Does what is to be done about news. They are told again after a while where it throws, and the next ones only once it has
 * returned. They may be told twice: a process may die before the place is kept.
 */
export type EventHandler = (news: EventNews, call: FollowCall) => void | Promise<void>;

/** The events of the service, for plugins that follow them. */
export interface EventFollowing {
  /**
   * Has a handler told of events: in their order, each at least once, by one process at a time, from the first one on that happens
   * after the place of the follower. It begins once the service runs, and never keeps an introspection waiting. Only during `setup`.
   *
   * @throws TypeError where the options are not as they should be, or `setup` is over
   */
  follow(options: FollowOptions, handler: EventHandler): void;
}
