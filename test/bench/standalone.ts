// The service of one process beside that of an older commit, which is built in a temporary folder: both by turns, on sqlite.
//
//   node --import tsx test/bench/standalone.ts [commit] [nodes of one round]
//
// Without a commit it is the last one before the service could run as several processes. Nothing is kept of introspections that
// are over: that commit could not, and what it costs is measured in history.ts.
import type { UserConfig } from '@inspector/core';
import { startFakeIronicProcess } from '@inspector/simulator';
import { byTurns, machinesFor, median, medianRatio, ROUNDS, type Turn } from './by-turns.js';
import { ironicOf } from './cluster-site.js';
import { fleet } from './load.js';
import { olderCheckout } from './older-checkout.js';
import { atLeastTimes, report } from './report.js';
import { PROGRAM, startInspector, type Target } from './targets.js';

/** The last commit before conductors were put on a wire. */
const BEFORE = '17515eae';

const [commit = BEFORE, nodes = '200'] = process.argv.slice(2);
const older = await olderCheckout(commit);
if (typeof older === 'string') console.log(`Skipped: ${older}`);
else {
  const machines = fleet('standalone', machinesFor(Number(nodes)));
  const ends: (() => Promise<void>)[] = [() => older.remove()];
  const serve = async (program: string, config: UserConfig = {}): Promise<Target> => {
    const ironic = await startFakeIronicProcess(ironicOf(machines));
    ends.push(() => ironic.close());
    const target = await startInspector({ ironicUrl: ironic.url, program, config });
    ends.push(() => target.stop());
    return { ...target, ...{ parts: { service: [target.pid] } } };
  };
  try {
    const [before, now] = await byTurns(
      await serve(older.program),
      await serve(PROGRAM, { history: { keep: 0 } }),
      machines,
      Number(nodes),
    );
    const rows = (what: string, unit: string, value: (turn: Turn) => number) => {
      const ratio = medianRatio(before, now, value);
      // Less is better of what is used.
      const better = unit === 'ms' ? 1 / ratio : ratio;
      return [
        { what: `${what}, ${commit}`, unit, ours: median(before, value) },
        { what: `${what}, now`, unit, ours: median(now, value) },
        { what: '  now of before', unit: 'times', ours: ratio, demand: atLeastTimes(better, 1, 0.95) },
      ];
    };
    report(`The service of one process now and before, ${ROUNDS} rounds of ${nodes} nodes`, [
      ...rows('starts', '/s', ({ starts }) => starts),
      ...rows('introspections', '/s', ({ perSecond }) => perSecond),
      ...rows('processor of an introspection', 'ms', ({ parts }) => parts.get('service') ?? Number.NaN),
    ]);
  } finally {
    for (const end of ends.reverse()) await end();
  }
}
