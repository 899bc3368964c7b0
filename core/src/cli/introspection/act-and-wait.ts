import { WaitTimeoutError, type Introspection, type InspectorClient } from '@inspector/client';
import type { CliContext } from '../context.js';
import { forEachNode, report, type Outcome } from './outcomes.js';
import { nodeLabel } from './node-label.js';
import { statusTable } from './status-table.js';

/** Options of the commands that begin something and can wait for its end. */
export interface WaitingOptions {
  readonly wait?: boolean;
  /** Seconds between two looks. */
  readonly interval: number;
  /** Seconds to wait at most. */
  readonly timeout?: number;
  readonly json?: boolean;
}

/** Something to do with nodes. */
export interface Work {
  readonly client: InspectorClient;
  readonly context: CliContext;
  readonly nodes: readonly string[];
  readonly options: WaitingOptions;
  /** What is printed for a node when it is done, such as `introspection started`. */
  readonly done: string;
  readonly act: (node: string) => Promise<void>;
  /** What is printed instead where there was nothing to do. */
  readonly nothingToDo?: (node: string) => Promise<string | undefined>;
  /** How the node stood before, where the end of an earlier introspection could be mistaken for the new one. */
  readonly before?: (node: string) => Promise<Introspection>;
  /** Whether an introspection that has ended is a success. */
  readonly isSuccess: (ended: Introspection) => boolean;
}

/** Does something for all nodes and, with `--wait`, waits until the introspection of each is over. */
export async function actAndWait(work: Work): Promise<void> {
  const { context, nodes, options } = work;
  const json = options.json === true;
  const before: Introspection[] = [];
  const begun = await forEachNode(nodes, async (node) => {
    if (options.wait && work.before) before.push(await work.before(node));
    const note = await work.nothingToDo?.(node);
    if (note !== undefined) return { note };
    await work.act(node);
    return {};
  });
  if (!options.wait) {
    report(begun, context, json, (succeeded) => {
      for (const { node, note = work.done } of succeeded) context.print(`${node}: ${note}`);
    });
    return;
  }
  report(await finish(work, begun, before), context, json, (ended) => {
    const rows = ended.flatMap(({ node, introspection }) =>
      introspection ? [{ name: node, introspection }] : [],
    );
    for (const line of statusTable(rows)) context.print(line);
  });
}

async function finish(
  work: Work,
  begun: readonly Outcome[],
  before: readonly Introspection[],
): Promise<Outcome[]> {
  const waited = begun.filter(({ ok }) => ok).map(({ node }) => node);
  const { latest, late } = await waitFor(waited, work, before);
  return begun.map((outcome) => {
    const introspection = latest.get(outcome.node);
    if (!introspection) return outcome;
    const { error } = introspection;
    if (late?.pending.includes(outcome.node)) {
      return { ...outcome, ok: false, error: 'Not finished in time', introspection };
    }
    return { ...outcome, ok: work.isSuccess(introspection), error, introspection };
  });
}

/** Waits, and returns the latest status of every node, also when the time is over before all have ended. */
async function waitFor(
  nodes: readonly string[],
  { client, context, options }: Work,
  before: readonly Introspection[],
): Promise<{ latest: Map<string, Introspection>; late?: WaitTimeoutError }> {
  const latest = new Map<string, Introspection>();
  try {
    const ended = await client.waitForFinish(nodes, {
      interval: options.interval * 1000,
      signal: context.signal,
      before,
      ...(options.timeout !== undefined && { timeout: options.timeout * 1000 }),
      onProgress: (introspection, node) => {
        latest.set(node, introspection);
        if (!options.json) context.print(`${nodeLabel(node, introspection)}: ${introspection.state}`);
      },
    });
    return { latest: new Map(nodes.flatMap((node, at) => (ended[at] ? [[node, ended[at]]] : []))) };
  } catch (error) {
    if (context.signal.aborted) context.warn(goesOn(nodes));
    if (!(error instanceof WaitTimeoutError)) throw error;
    context.warn(error.message);
    return { latest, late: error };
  }
}

/** Whoever stops waiting must not think that the machines were stopped too. */
const goesOn = (nodes: readonly string[]): string =>
  `What was begun goes on. See how it stands: inspector introspection status ${nodes.join(' ')}`;
