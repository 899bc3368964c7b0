// What it costs to have many watch: how long an event takes from the change to whoever watches, and how much memory the service
// needs for them.
//
//   node --import tsx test/bench/events.ts [watchers] [introspections]
//
// Default: 200 of each. Every watcher watches ten nodes. The time of an event is the one that it carries, taken before
// the change is committed, on the same clock. The peak of memory is compared with that of a service that does the same work and
// has nobody who watches. Watchers and load are one process beside the service.
//
// Exits with 1 when a demand is missed.
import { createClient } from '@inspector/client';
import { startFakeIronicProcess } from '@inspector/simulator';
import { continueAll, fleet, startAll } from './load.js';
import { atMost, report } from './report.js';
import { startInspector } from './targets.js';
import { idle, peakMemory } from './usage.js';

const [watchers = 200, introspections = 200] = process.argv.slice(2).map(Number);
const WARM_UP = 50;
/** Nodes that one watches. */
const OWN = 10;
/** Events of an introspection without trouble: four states, and how the hooks did. */
const EVENTS = 5;
const MOST_MILLISECONDS = 250;
const MOST_MEGABYTES = 50;

interface Seen {
  /** Milliseconds each event took. */
  readonly delays: number[];
  missing: number;
  disordered: number;
}

/** Has many watch; the result ends it, when everything was seen or nothing comes any more. */
async function watchAll(url: string, uuids: readonly string[]): Promise<() => Promise<Seen>> {
  const seen: Seen = { delays: [], missing: 0, disordered: 0 };
  const stops: AbortController[] = [];
  const open: Promise<void>[] = [];
  const all = Array.from({ length: watchers }, (_, index) => {
    const nodes = Array.from({ length: OWN }, (_, step) => uuids[(index + step * 7) % uuids.length] ?? '');
    let ready: () => void = () => undefined;
    open.push(new Promise((resolve) => (ready = resolve)));
    const stop = new AbortController();
    stops.push(stop);
    return watchOne({ url, nodes, stop, ready, seen });
  });
  await Promise.all(open);
  return async () => {
    setTimeout(() => stops.forEach((stop) => stop.abort()), 10_000).unref();
    await Promise.all(all);
    return seen;
  };
}

interface Watcher {
  readonly url: string;
  readonly nodes: readonly string[];
  readonly stop: AbortController;
  readonly ready: () => void;
  readonly seen: Seen;
}

async function watchOne({ url, nodes, stop, ready, seen }: Watcher): Promise<void> {
  const wanted = new Set(nodes).size * EVENTS;
  let [count, last] = [0, 0];
  const options = { nodes: [...new Set(nodes)], signal: stop.signal, onReady: ready };
  for await (const event of createClient({ url }).events.watch(options)) {
    if ('reset' in event) continue;
    seen.delays.push(Date.now() - Date.parse(`${event.time}Z`));
    if (event.id <= last) seen.disordered++;
    last = event.id;
    if (++count === wanted) break;
  }
  seen.missing += wanted - count;
}

async function measure(isWatched: boolean): Promise<{ readonly peak: number; readonly seen?: Seen }> {
  const machines = fleet('events', introspections + WARM_UP);
  const ironic = await startFakeIronicProcess({
    nodes: machines.map(({ node }) => ({ ...node, provision_state: 'manageable', power_state: 'power off' })),
    ports: machines.flatMap(({ ports }) => ports),
    requestLimit: 0,
  });
  try {
    const target = await startInspector({ ironicUrl: ironic.url });
    try {
      const [warm, measured] = [machines.slice(0, WARM_UP), machines.slice(WARM_UP)];
      await startAll(target, warm);
      await continueAll(target, warm);
      const uuids = measured.map(({ uuid }) => uuid);
      const end = isWatched ? await watchAll(target.url, uuids) : undefined;
      await startAll(target, measured);
      await continueAll(target, measured);
      const seen = await end?.();
      await idle(target.pid);
      return { peak: peakMemory(target.pid), ...(seen && { seen }) };
    } finally {
      await target.stop();
    }
  } finally {
    await ironic.close();
  }
}

const alone = await measure(false);
const watched = await measure(true);
const { delays = [], missing = 0, disordered = 0 } = watched.seen ?? {};
delays.sort((left, right) => left - right);
const quantile = (part: number): number => delays[Math.floor((delays.length - 1) * part)] ?? Infinity;
report(
  `${String(watchers)} watchers of ${String(OWN)} nodes each, ${String(introspections)} introspections`,
  [
    { what: 'events seen', unit: '', ours: delays.length },
    { what: 'events missing', unit: '', ours: missing, demand: atMost(missing, 0) },
    { what: 'events out of order', unit: '', ours: disordered, demand: atMost(disordered, 0) },
    { what: 'time of an event, median', unit: 'ms', ours: quantile(0.5) },
    {
      ...{ what: 'time of an event, 99 %', unit: 'ms', ours: quantile(0.99) },
      demand: atMost(quantile(0.99), MOST_MILLISECONDS),
    },
    {
      ...{ what: 'peak of memory, more than without watchers', unit: 'MB', ours: watched.peak - alone.peak },
      demand: atMost(watched.peak - alone.peak, MOST_MEGABYTES),
    },
  ],
);
