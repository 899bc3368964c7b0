// How many start requests per second one service answers while nothing else happens, and what each costs.
//
//   node --import tsx test/bench/start.ts [nodes]
import { startFakeIronicProcess } from '@inspector/simulator';
import { fleet, startAll } from './load.js';
import { atLeastTimes, report } from './report.js';
import { missingReference, startInspector, startReference } from './targets.js';

const [nodes = 600] = process.argv.slice(2).map(Number);
/** See continue.ts. */
const WARM_UP = 200;

async function measure(start: typeof startInspector) {
  const machines = fleet('start', nodes + WARM_UP);
  const ironic = await startFakeIronicProcess({
    nodes: machines.map(({ node }) => ({ ...node, provision_state: 'manageable', power_state: 'power off' })),
    ports: machines.flatMap(({ ports }) => ports),
    requestLimit: 0,
  });
  try {
    const target = await start({ ironicUrl: ironic.url });
    try {
      await startAll(target, machines.slice(0, WARM_UP));
      return await startAll(target, machines.slice(WARM_UP));
    } finally {
      await target.stop();
    }
  } finally {
    await ironic.close();
  }
}

const missing = missingReference();
if (missing !== undefined) console.log(`The comparison with ironic-inspector is skipped: ${missing}`);
const ours = await measure(startInspector);
const theirs = missing === undefined ? await measure(startReference) : undefined;
const demand = atLeastTimes(ours.perSecond, theirs?.perSecond, 16);
report(`Managed starts, sqlite, ${nodes} nodes with 2 ports, 10 requests at a time`, [
  { what: 'start requests', unit: '/s', ours: ours.perSecond, theirs: theirs?.perSecond, demand },
  { what: '  server CPU each', unit: 'ms', ours: ours.cpuMs, theirs: theirs?.cpuMs },
]);
