import { MultiBar, type SingleBar } from 'cli-progress';
import type { CliContext } from '../context.js';

/** Shows how introspections go on. */
export interface Progress {
  /** A node has reached a state. */
  show(node: string, state: string): void;
  /** Nothing more will come; leaves the output on a fresh line. */
  end(): void;
}

/** Steps of an introspection, for the length of a bar. */
const STEPS: Readonly<Record<string, number>> = {
  starting: 1,
  waiting: 2,
  processing: 3,
  finished: 4,
  error: 4,
};
const LAST_STEP = 4;
/** Above this many nodes one bar for all is easier to read than one for each. */
const MOST_BARS = 24;

/** Bars where a person watches, one line per change elsewhere. */
export function createProgress(
  nodes: readonly string[],
  context: Pick<CliContext, 'stdout' | 'print'>,
): Progress {
  if (context.stdout.isTTY !== true) return lines(nodes, context);
  return nodes.length > MOST_BARS ? oneBar(nodes.length, context) : barForEach(nodes, context);
}

function lines(nodes: readonly string[], { print }: Pick<CliContext, 'print'>): Progress {
  const width = Math.max(...nodes.map((node) => node.length));
  return {
    show: (node, state) => print(`${node.padEnd(width)}  ${state}`),
    end: () => undefined,
  };
}

function barForEach(nodes: readonly string[], { stdout }: Pick<CliContext, 'stdout'>): Progress {
  const width = Math.max(...nodes.map((node) => node.length));
  const bars = newBars(stdout, '{node}  {bar}  {state}');
  const byNode = new Map<string, SingleBar>();
  for (const node of nodes) {
    byNode.set(node, bars.create(LAST_STEP, 0, { node: node.padEnd(width), state: 'enrolled' }));
  }
  return {
    show: (node, state) => void byNode.get(node)?.update(STEPS[state] ?? 0, { state }),
    end: () => bars.stop(),
  };
}

function oneBar(total: number, { stdout }: Pick<CliContext, 'stdout'>): Progress {
  const bars = newBars(stdout, '{bar}  {value} of {total} done, {failed} failed, {waiting} booting');
  const states = new Map<string, string>();
  const count = (...wanted: string[]): number =>
    [...states.values()].filter((state) => wanted.includes(state)).length;
  const bar = bars.create(total, 0, { failed: 0, waiting: 0 });
  return {
    show(node, state) {
      states.set(node, state);
      bar.update(count('finished', 'error'), {
        failed: count('error'),
        waiting: count('waiting', 'starting'),
      });
    },
    end: () => bars.stop(),
  };
}

function newBars(stream: NodeJS.WritableStream, format: string): MultiBar {
  return new MultiBar({ stream, format, barsize: 24, hideCursor: true, autopadding: true, fps: 10 });
}
