import { setTimeout as delay } from 'node:timers/promises';
import { ClientError, WaitTimeoutError } from './client-error.js';
import type { Introspection } from './types.js';

/** How to wait. */
export interface WaitOptions {
  /** Milliseconds between two looks at the same node. Default 2000. */
  readonly interval?: number;
  /** Milliseconds until {@link WaitTimeoutError}. Default: none, since the server ends every introspection. */
  readonly timeout?: number;
  /** Ends the waiting, which then fails with the reason of the signal. */
  readonly signal?: AbortSignal;
  /** Called with every new state of a node, the first one included. */
  readonly onProgress?: (status: Introspection, node: string) => void;
  /**
   * How many requests in a row may get no answer, or a status of 500 and above, before the
   * waiting does. Default 5: a server may be restarted meanwhile.
   */
  readonly tolerance?: number;
  /**
   * How nodes stood before they were asked to do something again. A node that still looks like this has not
   * begun yet, although the earlier introspection is finished: ironic-inspector answers a reapply request
   * before it begins.
   */
  readonly before?: readonly Introspection[];
}

const INTERVAL = 2000;
const TOLERANCE = 5;
/** How many nodes are looked at in parallel. */
const PARALLEL = 8;

type Status = (node: string, options: { signal?: AbortSignal }) => Promise<Introspection>;

/**
 * Waits until the introspection of every node is over and returns how each ended, in the order of the nodes.
 * A failed introspection is an ordinary result with `error` set.
 *
 * @throws ClientError for a node that is not on introspection; {@link WaitTimeoutError}.
 */
export async function waitForFinish(
  status: Status,
  nodes: readonly string[],
  options: WaitOptions = {},
): Promise<Introspection[]> {
  const { interval = INTERVAL, timeout, signal } = options;
  const begin = performance.now();
  const watch = new Watch(status, options);
  const finished = new Map<string, Introspection>();
  let pending = [...new Set(nodes)];
  for (;;) {
    await inParallel(pending, async (node) => {
      const now = await watch.look(node);
      if (now && watch.isOver(now)) finished.set(node, now);
    });
    pending = pending.filter((node) => !finished.has(node));
    if (pending.length === 0) break;
    const left = timeout === undefined ? Infinity : timeout - (performance.now() - begin);
    if (left <= 0) throw new WaitTimeoutError(pending, timeout ?? 0);
    await pause(Math.min(interval, left), signal);
  }
  return nodes.flatMap((node) => finished.get(node) ?? []);
}

/** What has been seen of the nodes so far. */
class Watch {
  readonly #failures = new Map<string, number>();
  readonly #states = new Map<string, string>();

  constructor(
    private readonly status: Status,
    private readonly options: WaitOptions,
  ) {}

  /** How a node stands; `undefined` when that cannot be said this time. */
  async look(node: string): Promise<Introspection | undefined> {
    const { signal, onProgress, tolerance = TOLERANCE } = this.options;
    try {
      const now = await this.status(node, signal ? { signal } : {});
      this.#failures.delete(node);
      if (this.#states.get(node) !== now.state) onProgress?.(now, node);
      this.#states.set(node, now.state);
      return now;
    } catch (error) {
      const failures = (this.#failures.get(node) ?? 0) + 1;
      this.#failures.set(node, failures);
      if (error instanceof ClientError && error.isTransient && failures <= tolerance) return undefined;
      throw error;
    }
  }

  isOver(now: Introspection): boolean {
    if (!now.finished || now.state === 'reapplying') return false;
    return !this.options.before?.some((then) => isSame(then, now));
  }
}

const isSame = (a: Introspection, b: Introspection): boolean =>
  a.uuid === b.uuid &&
  a.state === b.state &&
  a.started_at === b.started_at &&
  a.finished_at === b.finished_at;

async function inParallel(nodes: readonly string[], look: (node: string) => Promise<void>): Promise<void> {
  const left = [...nodes];
  const worker = async () => {
    for (let node = left.shift(); node !== undefined; node = left.shift()) await look(node);
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL, nodes.length) }, worker));
}

/** The timer throws an error of its own when it is ended; callers expect the reason of their signal. */
async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await delay(milliseconds, undefined, signal ? { signal } : {});
  } catch (error) {
    throw signal?.aborted ? signal.reason : error;
  }
}
