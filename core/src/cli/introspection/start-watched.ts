import { WaitTimeoutError, type InspectorClient } from '@inspector/client';
import type { CliContext } from '../context.js';
import type { Board } from '../live/board.js';
import { counts } from '../live/board-text.js';
import { forEachNode } from './outcomes.js';
import { watchNodes } from './watch-nodes.js';

/** How nodes are started that are watched then. */
export interface WatchedStart {
  readonly manageBoot: boolean;
  /** Seconds to wait at most. */
  readonly timeout?: number;
  /** Seconds between two looks where the server does not tell of events. */
  readonly interval: number;
}

/** The longest time that a timer takes, in milliseconds. */
const LONGEST = 2 ** 31 - 1;

/** Starts the introspection of all nodes and shows how each goes on, until all are over. */
export async function startWatched(
  nodes: readonly string[],
  { manageBoot, timeout, interval }: WatchedStart,
  client: InspectorClient,
  context: CliContext,
): Promise<void> {
  if (nodes.length === 0) return;
  const timer = timeout === undefined ? undefined : AbortSignal.timeout(Math.min(timeout * 1000, LONGEST));
  const signal = AbortSignal.any([context.signal, ...(timer ? [timer] : [])]);
  const named = [...new Set(nodes)];
  let isAsked = false;
  const summary = await watchNodes({ client, context, nodes: named, interval, signal }, async (watched) => {
    const { board, live } = watched;
    const begun = await forEachNode(named, async (node) => {
      signal.throwIfAborted();
      // Not ended by the signal: it would not be known whether the node was started.
      await client.start(node, manageBoot ? {} : { manageBoot: false });
      watched.begun(node, await client.status(node));
      return {};
    });
    isAsked = true;
    const refused = begun.filter(({ ok }) => !ok);
    for (const { node, error } of refused) {
      board.remove(node);
      live.tell(`${node}: ${error ?? ''}`);
    }
    try {
      await watched.allOver();
    } catch (error) {
      if (timer?.aborted !== true || context.signal.aborted) throw error;
      const late = board.going().map(({ label }) => label);
      if (late.length > 0) live.tell(new WaitTimeoutError(late, (timeout ?? 0) * 1000).message);
    }
    if (board.count('finished') < named.length) context.setExitCode(1);
    return summaryOf(named.length, board, refused.length);
  }).catch((error: unknown) => {
    if (context.signal.aborted) context.warn(isAsked ? GOES_ON : STARTED);
    throw error;
  });
  context.print(summary);
}

function summaryOf(all: number, board: Board, refused: number): string {
  const parts = [counts(board), ...(refused === 0 ? [] : [`${String(refused)} refused`])];
  return `${String(all)} ${all === 1 ? 'node' : 'nodes'}: ${parts.filter((part) => part !== '').join(', ')}`;
}

/** Whoever stops watching must not think that the machines were stopped too. */
const GOES_ON = 'What was begun goes on. See how it stands: inspector introspection list --watch';
const STARTED = 'Not all nodes were started. What was begun goes on: inspector introspection list --watch';
