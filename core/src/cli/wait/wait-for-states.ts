import type { InspectorClient, Introspection, IntrospectionState } from '@inspector/client';
import type { CliContext } from '../context.js';
import { changes, newestEvent } from '../introspection/follow/changes.js';
import { lookAt } from '../introspection/follow/look.js';
import { isOver, standingOf, type Standing } from '../introspection/follow/standing.js';
import { nodeLabel } from '../introspection/node-label.js';
import { forEachNode, report } from '../introspection/outcomes.js';
import { oneLine } from '../table.js';
import { statusOf, summaryOf, type Outcome } from './outcome.js';

/** How to wait. */
export interface WaitOptions {
  readonly until: readonly IntrospectionState[];
  /** Seconds. */
  readonly timeout?: number;
  /** Seconds between two looks where the server does not tell of events. */
  readonly interval: number;
  readonly json?: boolean;
}

/** The longest time that a timer takes, in milliseconds. */
const LONGEST = 2 ** 31 - 1;

/** Waits until the introspection of each node comes to a state that is wanted, or ends in another one. */
export async function waitForStates(
  nodes: readonly string[],
  options: WaitOptions,
  client: InspectorClient,
  context: CliContext,
): Promise<void> {
  const json = options.json === true;
  const limit = options.timeout === undefined ? [] : [timer(options.timeout * 1000)];
  const signal = AbortSignal.any([context.signal, ...limit]);
  const after = await newestEvent(client, context.signal);
  const found = await forEachNode(nodes, async (node) => ({
    introspection: await client.status(node, { signal: context.signal }),
  }));
  if (found.some(({ ok }) => !ok)) {
    report(found, context, json, () => undefined);
    if (!json) context.warn('Nothing was waited for.');
    return;
  }
  const waiting = new Waiting(options.until, (line) => {
    if (!json) context.print(line);
  });
  for (const { node, introspection } of found) if (introspection) waiting.add(node, introspection);
  const { pending } = waiting;
  if (pending.size > 0) {
    const following = changes({
      ...{ client, after, nodes: new Set(pending.keys()), signal, onTrouble: context.warn },
      look: () => lookAt(new Set(pending.keys()), client, signal),
      interval: options.interval * 1000,
    });
    for await (const standing of following) {
      waiting.take(standing);
      if (pending.size === 0) break;
    }
  }
  if (context.signal.aborted) throw context.signal.reason;
  tell(waiting.outcomes(), options, context);
}

const timer = (milliseconds: number): AbortSignal => AbortSignal.timeout(Math.min(milliseconds, LONGEST));

function tell(outcomes: readonly Outcome[], { json, timeout }: WaitOptions, context: CliContext): void {
  if (json) context.print(JSON.stringify(outcomes, null, 2));
  else {
    for (const { node, outcome, state, error } of outcomes) {
      if (outcome === 'reached') continue;
      const why = error === null ? '' : `: ${oneLine(error)}`;
      if (outcome === 'late') {
        context.warn(`${node}: still ${state ?? 'unknown'} after ${String(timeout)} s`);
      } else {
        context.warn(
          `${node}: ${outcome === 'deleted' ? 'its node is deleted' : `ended as ${String(state)}${why}`}`,
        );
      }
    }
    context.print(summaryOf(outcomes));
  }
  context.setExitCode(statusOf(outcomes));
}

/** A node, and what is known of it. */
interface Waited {
  readonly node: string;
  readonly label: string;
  standing: Standing;
  outcome: Outcome['outcome'];
}

/** The nodes that are waited for. */
class Waiting {
  /** By UUID. */
  readonly pending = new Map<string, Waited>();
  readonly #all: Waited[] = [];

  constructor(
    private readonly until: readonly string[],
    private readonly print: (line: string) => void,
  ) {}

  /** Adds a node as it stands; one that was named twice counts once. */
  add(node: string, introspection: Introspection): void {
    const standing = standingOf(introspection);
    if (this.#all.some((other) => other.standing.uuid === standing.uuid)) return;
    const waited: Waited = { node, label: nodeLabel(node, introspection), standing, outcome: 'late' };
    this.#all.push(waited);
    this.pending.set(standing.uuid, waited);
    this.#judge(waited);
  }

  /** Takes a change of a node. */
  take(standing: Standing): void {
    const waited = this.pending.get(standing.uuid);
    if (waited === undefined || waited.standing.state === standing.state) return;
    waited.standing = { ...standing, name: standing.name ?? waited.standing.name };
    this.#judge(waited);
  }

  outcomes(): Outcome[] {
    return this.#all.map(({ node, outcome, standing: { uuid, name, state, error } }) => ({
      ...{ node, uuid, name, outcome, state: state === 'deleted' ? null : state, error },
    }));
  }

  #judge(waited: Waited): void {
    const { standing, label } = waited;
    this.print(`${label}: ${standing.state}`);
    if (this.until.includes(standing.state)) waited.outcome = 'reached';
    else if (standing.state === 'deleted') waited.outcome = 'deleted';
    else if (isOver(standing)) waited.outcome = 'other';
    else return;
    this.pending.delete(standing.uuid);
  }
}
