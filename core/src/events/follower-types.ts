import type { EventHandler, FollowOptions } from '@inspector/plugin-api';
import type { EventRepository, FollowerRepository } from '../db/types.js';
import type { Log } from '../log/log.js';
import type { EventFeed } from './event-feed.js';

/** Somebody who follows the events with a place in the database. */
export interface FollowerDefinition {
  /** Under which the place is kept; no other follower has it. */
  readonly name: string;
  readonly options: FollowOptions;
  readonly handler: EventHandler;
}

/** How followers pass the time; tests bring their own. */
export interface FollowerClock {
  /** Waits so many milliseconds, or until the signal is aborted. Does not reject. */
  rest(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** From 0 to 1: keeps tries of several followers apart. */
  random(): number;
}

/** What is counted of followers. */
export interface FollowerCounts {
  failed(follower: string): void;
  gaveUp(follower: string, events: number): void;
}

/** What followers work with. */
export interface FollowerServices {
  readonly feed: EventFeed;
  readonly events: Pick<EventRepository, 'after' | 'range'>;
  readonly places: FollowerRepository;
  /** Only one process at a time follows. Never waits. */
  readonly isLeader: () => boolean;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  readonly counts: FollowerCounts;
  readonly clock: FollowerClock;
}
