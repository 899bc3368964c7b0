import type { InspectorClient, Introspection } from '@inspector/client';
import type { CliContext } from '../context.js';
import { Board } from '../live/board.js';
import { liveBoard, type LiveBoard } from '../live/live-board.js';
import { changes, newestEvent } from './follow/changes.js';
import { lookAt } from './follow/look.js';
import { isOver, standingOf, type Standing } from './follow/standing.js';
import { TimeLimit } from './time-limit.js';

/** What work on nodes tells while it is watched. */
export interface Watched {
  readonly board: Board;
  readonly live: LiveBoard;
  /** The start of a node was accepted, and this is how it stood then. */
  begun(node: string, introspection: Introspection): void;
  /** Resolves once no introspection goes on that has begun; rejects with the reason of the signal. */
  allOver(): Promise<void>;
}

/** Who watches which nodes. */
export interface Watch {
  readonly client: InspectorClient;
  readonly context: CliContext;
  /** UUIDs or names. */
  readonly nodes: readonly string[];
  /** Seconds between two looks where the server does not tell of events. */
  readonly interval: number;
  /** Ends it; what the work does then is its own matter. */
  readonly signal: AbortSignal;
}

/**
 * Shows how the introspections of nodes go on while work is done that starts them.
 *
 * @throws what the work throws, and what following the events does
 */
export async function watchNodes<T>(
  { client, context, nodes, interval, signal }: Watch,
  work: (watched: Watched) => Promise<T>,
): Promise<T> {
  const ended = new AbortController();
  const following = AbortSignal.any([signal, ended.signal]);
  const board = new Board();
  for (const node of nodes) board.expect(node);
  const limit = new TimeLimit(client, following);
  // Before anything is started, so that no change is missed.
  const after = await newestEvent(client, context.signal);
  const live = liveBoard({ board, shown: () => board.going(), limit: () => limit.seconds }, context);
  const overs = new Set<() => void>();
  const take = (standing: Standing): void => {
    const row = board.take(standing);
    if (row !== undefined) live.changed(row);
    if (!isOver(standing)) limit.learn(standing.uuid);
    else if (board.active === 0) for (const tell of overs) tell();
  };
  const follow = async (): Promise<void> => {
    const look = (): Promise<Standing[]> => lookAt(board.goingUuids(), client, following);
    const source = { client, after, look, interval: interval * 1000, signal: following };
    for await (const standing of changes({ ...source, onTrouble: live.tell })) {
      // An end that nothing went before is one of an earlier introspection.
      const isOld = isOver(standing) && board.of(standing) === undefined;
      if (board.has(standing) && !isOld) take(standing);
    }
  };
  const watched: Watched = {
    ...{ board, live },
    begun(node, introspection) {
      board.identify(node, introspection.uuid);
      const standing = standingOf(introspection);
      // Events are newer than an answer that was asked for before them.
      if (board.of(standing) === undefined) take(standing);
    },
    allOver: () =>
      new Promise((resolve, reject) => {
        if (board.active === 0) resolve();
        overs.add(resolve);
        const stop = (): void => reject(signal.reason as Error);
        if (signal.aborted) stop();
        else signal.addEventListener('abort', stop, { once: true });
      }),
  };
  const follower = follow();
  try {
    const failed = follower.then(() => new Promise<never>(() => undefined));
    return await Promise.race([work(watched), failed]);
  } finally {
    ended.abort();
    // Its error is the one that was thrown, or came of the end.
    await follower.catch(() => undefined);
    live.end();
  }
}
