// The most memory a service needs for many starts and introspections one after the other, and what it has when it rests
// afterwards: sqlite, default hooks, ten requests at a time.
//
//   node --import tsx test/bench/memory.ts [starts] [introspections]
//
// ironic-inspector is not measured: it would take a quarter of an hour.
import { startFakeIronicProcess } from '@inspector/simulator';
import { continueAll, fleet, startAll } from './load.js';
import { atMost, report } from './report.js';
import { startInspector } from './targets.js';
import { idle, memory, peakMemory } from './usage.js';

/** Nodes at once: the client and the fake Ironic are to stay small, too. */
const FLEET = 1000;

const [starts = 10_000, introspections = 5000] = process.argv.slice(2).map(Number);
const machines = fleet('memory', FLEET);
const ironic = await startFakeIronicProcess({
  nodes: machines.map(({ node }) => ({ ...node, provision_state: 'manageable', power_state: 'power off' })),
  ports: machines.flatMap(({ ports }) => ports),
  requestLimit: 0,
});
try {
  const target = await startInspector({ ironicUrl: ironic.url });
  try {
    await idle(target.pid);
    const before = memory(target.pid);
    let [started, introspected] = [0, 0];
    while (started < starts) {
      const some = machines.slice(0, Math.min(FLEET, starts - started));
      await startAll(target, some);
      started += some.length;
      if (introspected >= introspections) continue;
      const continued = some.slice(0, introspections - introspected);
      await continueAll(target, continued);
      introspected += continued.length;
    }
    await idle(target.pid);
    const peak = peakMemory(target.pid);
    report(`Memory, sqlite, ${starts} starts and ${introspections} introspections`, [
      { what: 'before', unit: 'MiB', ours: before },
      { what: 'peak', unit: 'MiB', ours: peak, demand: atMost(peak, 160) },
      { what: 'at rest afterwards', unit: 'MiB', ours: memory(target.pid) },
    ]);
  } finally {
    await target.stop();
  }
} finally {
  await ironic.close();
}
