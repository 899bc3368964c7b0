import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { ClientError, type InspectorClient, type Introspection } from '@inspector/client';
import { serverErrorText } from '../../server-options.js';
import type { Journal } from './journal.js';
import type { Pace } from './pace.js';

/** What became of a node of a fleet. */
export interface FleetOutcome {
  readonly node: string;
  readonly ok: boolean;
  readonly error: string | null;
  /** true: its introspection was over before this run began. */
  readonly earlier: boolean;
}

/** A fleet, and how it is introspected. */
export interface FleetRun {
  readonly client: Pick<InspectorClient, 'start' | 'status' | 'waitForFinish'>;
  readonly nodes: readonly string[];
  /** How many introspections go on at the same time. */
  readonly maxActive: number;
  readonly manageBoot: boolean;
  readonly pace: Pace;
  readonly journal: Journal;
  /** Milliseconds between two looks at a node. */
  readonly interval: number;
  /** Ends it; what was asked for by then is noted. */
  readonly signal: AbortSignal;
  readonly onOutcome: (outcome: FleetOutcome) => void;
}

/** How often a start is asked for whose answer did not arrive, and milliseconds between. */
const [TRIES, AGAIN] = [30, 2000];

/** Introspects all nodes, some at a time. Each is started once, over all runs with the same journal. */
export async function runFleet(run: FleetRun): Promise<FleetOutcome[]> {
  const outcomes: FleetOutcome[] = [];
  // Each introspection that goes on listens to it.
  setMaxListeners(0, run.signal);
  const left = [...run.nodes];
  const worker = async (): Promise<void> => {
    for (let node = left.shift(); node !== undefined; node = left.shift()) {
      if (run.signal.aborted) throw run.signal.reason;
      const outcome = await outcomeOf(node, run);
      outcomes.push(outcome);
      run.onOutcome(outcome);
    }
  };
  const workers = Array.from({ length: Math.min(run.maxActive, run.nodes.length) }, worker);
  const ends = await Promise.allSettled(workers);
  // All have noted what they asked for by now.
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return outcomes;
}

async function outcomeOf(node: string, run: FleetRun): Promise<FleetOutcome> {
  const { client, journal, interval, signal } = run;
  const known = journal.of(node);
  if (known?.step === 'ended') return { node, ok: known.error === null, error: known.error, earlier: true };
  try {
    const before = await begin(node, run);
    const [ended] = await client.waitForFinish([node], { interval, signal, before: before ? [before] : [] });
    const error = ended?.error ?? null;
    journal.note({ node, step: 'ended', error });
    return { node, ok: error === null, error, earlier: false };
  } catch (error) {
    if (signal.aborted || !(error instanceof ClientError)) throw error;
    return { node, ok: false, error: serverErrorText(error), earlier: false };
  }
}

/**
 * Starts the introspection of a node, unless that was done already. An answer that was lost, or a run that died, leaves it open
 * whether it was: then the time at which the introspection of the node began tells.
 *
 * @returns how the node stood before, where that could be mistaken for the new end
 */
async function begin(node: string, { client, journal, manageBoot, pace, signal }: FleetRun) {
  const known = journal.of(node);
  if (known?.step === 'started') return undefined;
  if (known?.step === 'starting') {
    const now = await statusOf(client, node, signal);
    if (now !== undefined && now.started_at !== known.before) {
      journal.note({ ...known, step: 'started' });
      return undefined;
    }
  }
  await pace(signal);
  const before = await statusOf(client, node, signal);
  const entry = { node, before: before?.started_at ?? null };
  journal.note({ ...entry, step: 'starting' });
  for (let tries = 1; ; tries++) {
    try {
      // Not ended by the signal: it would not be known whether the node was started.
      await client.start(node, manageBoot ? {} : { manageBoot: false });
      break;
    } catch (error) {
      const isLost = error instanceof ClientError && error.isTransient;
      if (!isLost) journal.note({ node, step: 'refused' });
      if (!isLost || tries === TRIES) throw error;
      await pause(AGAIN, undefined, { signal });
      const now = await statusOf(client, node, signal);
      if (now !== undefined && now.started_at !== entry.before) break;
    }
  }
  journal.note({ ...entry, step: 'started' });
  return before;
}

/** How the introspection of a node stands; undefined: there was none. Waits for a server that is away. */
async function statusOf(
  client: Pick<InspectorClient, 'status'>,
  node: string,
  signal: AbortSignal,
): Promise<Introspection | undefined> {
  for (let tries = 1; ; tries++) {
    try {
      return await client.status(node, { signal });
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      if (error.status === 404) return undefined;
      if (!error.isTransient || tries === TRIES) throw error;
      await pause(AGAIN, undefined, { signal });
    }
  }
}
