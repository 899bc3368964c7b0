import { setTimeout as pause } from 'node:timers/promises';
import type { EventRepository, EventSelection, StoredEvent } from '../db/types.js';
import type { EventFeed } from './event-feed.js';
import { selects } from './selects.js';

/** Events that are read at a time for one who is behind. */
const PAGE = 100;
/** How many events one who was up to date may fall behind. */
const MOST_BEHIND = 10_000;
/** Milliseconds until a reading that failed is tried again. */
const AGAIN = 1000;

/** Why it is not known what happened since an id: its events were deleted, or the database never had it. */
export type ResetReason = 'deleted' | 'unknown';

/** What somebody who watches learns. */
export type Watched =
  /** Where it goes on from: what comes next has a greater id. First, and when nothing happened for a while. */
  | { readonly kind: 'position'; readonly id: number }
  | { readonly kind: 'events'; readonly events: readonly StoredEvent[] }
  /** Events were lost; what comes next happened after the newest there was. */
  | { readonly kind: 'reset'; readonly id: number; readonly reason: ResetReason }
  /** Events come faster than they are taken. Nothing follows. */
  | { readonly kind: 'slow' };

/** What is watched. */
export interface WatchOptions {
  readonly feed: EventFeed;
  readonly events: Pick<EventRepository, 'after' | 'range'>;
  readonly selection: EventSelection;
  /** Id of the last event that was seen; 0: all that are kept; undefined: only what is yet to come. */
  readonly after: number | undefined;
  /** Milliseconds without an event after which the position is told. */
  readonly idle: number;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** Which ids there are. */
type Range = Awaited<ReturnType<EventRepository['range']>>;

/** Why the events after an id are not known; undefined: they are all there. With 0, whatever is kept is wanted. */
export function lostAfter(id: number, { oldest, newest }: Range): ResetReason | undefined {
  if (id > newest) return 'unknown';
  return id > 0 && id < oldest - 1 ? 'deleted' : undefined;
}

/**
 * The events after an id, as they come, each once and in order. The feed has to be joined. Nothing is kept for one who
 * takes them slowly: who has fallen behind reads the database at the pace of its own.
 */
export async function* watch(options: WatchOptions): AsyncGenerator<Watched, void, void> {
  const { feed, selection, idle, signal } = options;
  const isWanted = selects(selection);
  let cursor = options.after ?? feed.recent.position;
  let wasUpToDate = false;
  yield { kind: 'position', id: cursor };
  while (!signal.aborted) {
    const recent = feed.recent.after(cursor);
    if (recent === undefined) {
      if (wasUpToDate && feed.recent.position - cursor > MOST_BEHIND) return yield { kind: 'slow' };
      const step = await older(options, cursor);
      if (step === undefined) {
        yield { kind: 'position', id: cursor };
        continue;
      }
      cursor = step.cursor;
      if (step.watched) yield step.watched;
      continue;
    }
    wasUpToDate = true;
    const last = recent.at(-1);
    if (last === undefined) {
      await feed.change(cursor, idle, signal);
      if (!signal.aborted && feed.recent.position === cursor) yield { kind: 'position', id: cursor };
      continue;
    }
    cursor = last.id;
    const chosen = recent.filter(isWanted);
    if (chosen.length > 0) yield { kind: 'events', events: chosen };
  }
}

interface Step {
  readonly cursor: number;
  readonly watched?: Watched;
}

/** The next events of the database; undefined where it did not answer. */
async function older({ events, selection, signal }: WatchOptions, cursor: number): Promise<Step | undefined> {
  try {
    // First: what is committed after this is beyond the newest.
    const range = await events.range();
    const reason = lostAfter(cursor, range);
    if (reason) return { cursor: range.newest, watched: { kind: 'reset', id: range.newest, reason } };
    const page = await events.after(cursor, { ...selection, limit: PAGE });
    const last = page.at(-1)?.id ?? cursor;
    return {
      cursor: page.length < PAGE ? Math.max(last, range.newest) : last,
      ...(page.length > 0 && { watched: { kind: 'events', events: page } as const }),
    };
  } catch {
    // Whoever looks for all has logged it.
    await pause(AGAIN, undefined, { signal, ref: false }).catch(() => undefined);
    return undefined;
  }
}
