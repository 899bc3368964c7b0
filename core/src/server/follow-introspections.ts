import { thrownText } from '@inspector/plugin-api';
import type { EventRepository, StoredEvent } from '../db/types.js';
import type { Log } from '../log/log.js';
import { createPeriodicTask, type PeriodicTask, type TaskClock } from '../tasks/periodic-task.js';

/** Seconds between two looks. Introspections of a rack end together: one inventory is made of all of them. */
const LOOK = 5;
/** Events that are read at a time. */
const PAGE = 500;

/** What is followed, and what is done about it. */
export interface FollowOptions {
  readonly events: Pick<EventRepository, 'after' | 'range'>;
  /** Only one process at a time writes. */
  readonly isLeader: () => boolean;
  /** Makes the inventory anew. */
  readonly generate: () => Promise<void>;
  readonly log: Log;
  readonly clock?: TaskClock;
}

/**
 * Makes the inventory anew soon after introspections have ended well, or nodes were forgotten. It follows the events in the database, so it does
 * not matter which process worked on the node, and nothing is lost when a process dies: whoever leads then begins with one generation,
 * which writes nothing where there is nothing new. A generation that fails is tried again.
 */
export function followIntrospections({
  events,
  isLeader,
  generate,
  log,
  clock,
}: FollowOptions): PeriodicTask {
  /** The newest event that the inventory knows of; undefined: nobody knows. */
  let known: number | undefined;
  const look = async (): Promise<void> => {
    if (!isLeader()) {
      known = undefined;
      return;
    }
    const { oldest, newest } = await events.range();
    if (known === newest) return;
    // Events that were deleted unread may have told of an end.
    const isUnsure = known === undefined || oldest > known + 1;
    if (isUnsure || (await hasEnded(events, known ?? 0, newest))) await generate();
    known = newest;
  };
  return createPeriodicTask(look, {
    intervalSeconds: LOOK,
    ...(clock && { clock }),
    onError: (error) => {
      log.warn(
        `The inventory could not be made of introspected nodes, it is tried again: ${thrownText(error)}`,
      );
    },
  });
}

/** Whether an introspection has ended well since, or a node was forgotten. */
async function hasEnded(events: FollowOptions['events'], since: number, newest: number): Promise<boolean> {
  for (let id = since; id < newest;) {
    const page = await events.after(id, { limit: PAGE });
    if (page.some(concernsInventory)) return true;
    const last = page.at(-1);
    if (last === undefined) return false;
    id = last.id;
  }
  return false;
}

const concernsInventory = ({ type }: StoredEvent): boolean => TYPES.has(type);

const TYPES: ReadonlySet<string> = new Set(['introspection.finished', 'introspection.deleted']);
