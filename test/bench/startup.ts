// How long a start takes until the first request is answered, how long the program takes to say its version, and how
// much memory a service has that does nothing, beside Debian's ironic-inspector: sqlite with a schema that is the newest,
// default hooks. Both start in turn, several times; the median counts.
//
//   node --import tsx test/bench/startup.ts [starts]
import { spawnSync } from 'node:child_process';
import { startFakeIronicProcess } from '@inspector/simulator';
import { atMost, atMostTimes, report } from './report.js';
import { missingReference, PROGRAM, startInspector, startReference } from './targets.js';
import { age, idle, memory } from './usage.js';

interface Figures {
  readonly seconds: number;
  readonly memory: number;
}

const [starts = 5] = process.argv.slice(2).map(Number);

async function measure(start: typeof startInspector, ironicUrl: string): Promise<Figures> {
  const target = await start({ ironicUrl });
  try {
    const response = await fetch(target.url);
    const seconds = age(target.pid);
    await response.text();
    await idle(target.pid);
    return { seconds, memory: memory(target.pid) };
  } finally {
    await target.stop();
  }
}

function versionSeconds(): number {
  const begin = performance.now();
  const { status } = spawnSync(process.execPath, [PROGRAM, '--version'], { stdio: 'ignore' });
  if (status !== 0) throw new Error(`${PROGRAM} --version ended with ${String(status)}`);
  return (performance.now() - begin) / 1000;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const missing = missingReference();
if (missing !== undefined) console.log(`The comparison with ironic-inspector is skipped: ${missing}`);
const ironic = await startFakeIronicProcess({ nodes: [], ports: [] });
const [ours, theirs, versions]: [Figures[], Figures[], number[]] = [[], [], []];
try {
  for (let count = 0; count < starts; count++) {
    ours.push(await measure(startInspector, ironic.url));
    if (missing === undefined) theirs.push(await measure(startReference, ironic.url));
    versions.push(versionSeconds());
  }
} finally {
  await ironic.close();
}

const of = (figures: readonly Figures[], key: keyof Figures): number =>
  median(figures.map((one) => one[key]));
const compared = (key: keyof Figures) => ({
  ours: of(ours, key),
  theirs: missing === undefined ? of(theirs, key) : undefined,
});
const seconds = compared('seconds');
const idleMemory = compared('memory');
const version = median(versions);
report(`Starts on sqlite, median of ${starts}`, [
  {
    what: 'start to first answer',
    unit: 's',
    ...seconds,
    demand: atMostTimes(seconds.ours, seconds.theirs, 0.6),
  },
  { what: 'inspector --version', unit: 's', ours: version, demand: atMost(version, 0.2) },
  { what: 'idle memory', unit: 'MiB', ...idleMemory, demand: atMost(idleMemory.ours, 100) },
]);
