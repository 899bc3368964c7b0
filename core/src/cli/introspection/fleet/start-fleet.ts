import type { InspectorClient } from '@inspector/client';
import type { CliContext } from '../../context.js';
import { oneLine } from '../../table.js';
import { fileJournal, memoryJournal } from './journal.js';
import { watchNodes, type Watched } from '../watch-nodes.js';
import { paceOf } from './pace.js';
import { runFleet, type FleetOutcome } from './run-fleet.js';

/** Options of a start that has an eye on many nodes. */
export interface FleetOptions {
  /** How many introspections go on at the same time. */
  readonly maxActive?: number;
  readonly perMinute?: number;
  /** A file that the same command goes on with. */
  readonly journal?: string;
  readonly manageBoot: boolean;
  /** Seconds between two looks at a node. */
  readonly interval: number;
  readonly json?: boolean;
  /** Show how each goes on. */
  readonly watch?: boolean;
}

/** Introspects nodes, some at a time, and says what became of them. */
export async function startFleet(
  client: InspectorClient,
  nodes: readonly string[],
  options: FleetOptions & { readonly maxActive: number },
  context: CliContext,
): Promise<void> {
  const { maxActive, perMinute, journal, manageBoot, interval, json, watch } = options;
  const { signal } = context;
  let done = 0;
  const tell = ({ node, ok, error, earlier }: FleetOutcome): void => {
    if (earlier || json) return;
    const place = `${String(done)}/${String(nodes.length)}`;
    if (ok) context.print(`${place}  ${node}: finished`);
    else context.warn(`${place}  ${node}: ${oneLine(error ?? '')}`);
  };
  try {
    const run = (show: (outcome: FleetOutcome) => void): Promise<FleetOutcome[]> =>
      runFleet({
        ...{ client, nodes, maxActive, manageBoot, signal },
        pace: paceOf(perMinute),
        journal: journal === undefined ? memoryJournal() : fileJournal(journal, context.cwd),
        interval: interval * 1000,
        onOutcome(outcome) {
          done++;
          show(outcome);
        },
      });
    const outcomes = watch
      ? await watchNodes({ client, context, nodes, interval, signal }, (watched) =>
          run((outcome) => settle(outcome, watched)),
        )
      : await run(tell);
    if (json) context.print(JSON.stringify(outcomes, null, 2));
    else context.print(summary(outcomes));
    if (outcomes.some(({ ok }) => !ok)) context.setExitCode(1);
  } catch (error) {
    if (signal.aborted) context.warn(goesOn(done, nodes.length, journal));
    throw error;
  }
}

/** Shows what became of a node; its events may have been of another name, or have told nothing yet. */
function settle({ node, ok, error }: FleetOutcome, { board, live }: Watched): void {
  if (!ok && !board.hasBegun(node)) {
    board.remove(node);
    live.tell(`${node}: ${oneLine(error ?? '')}`);
    return;
  }
  const row = board.settle(node, ok ? { state: 'finished', error: null } : { state: 'error', error });
  if (row !== undefined) live.changed(row);
}

function summary(outcomes: readonly FleetOutcome[]): string {
  const count = (is: (outcome: FleetOutcome) => boolean): number => outcomes.filter(is).length;
  const earlier = count((outcome) => outcome.earlier);
  const parts = [
    `${String(count(({ ok }) => ok))} finished`,
    `${String(count(({ ok }) => !ok))} failed`,
    ...(earlier === 0 ? [] : [`${String(earlier)} of them in an earlier run`]),
  ];
  const nodes = outcomes.length === 1 ? 'node' : 'nodes';
  return `${String(outcomes.length)} ${nodes}: ${parts.join(', ')}`;
}

/** Whoever stops this must know what goes on, and how to go on with the rest. */
const goesOn = (done: number, all: number, journal: string | undefined): string =>
  `${String(done)} of ${String(all)} nodes are done. What was started goes on. ` +
  (journal === undefined
    ? 'With --journal FILE, the same command would go on where it was.'
    : 'The same command goes on where it was.');
