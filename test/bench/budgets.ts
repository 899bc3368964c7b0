// What the limits of the open endpoint cost machines that keep to them: 300 that post at the same time, to a service with
// the usual limits and to one whose limits are out of reach, in turns.
//
//   node --import tsx test/bench/budgets.ts [rounds]
import { startFakeIronicProcess } from '@inspector/simulator';
import { continueAll, fleet, startAll, type Cost } from './load.js';
import { report } from './report.js';
import { startInspector, type Target } from './targets.js';

const [rounds = 5] = process.argv.slice(2).map(Number);
/** Machines of a round, all of which post at the same time. */
const MACHINES = 300;
/** Measurements differ by some percent. */
const LEAST = 0.95;
const OUT_OF_REACH = 1_000_000_000;
const FAR_LIMITS = {
  dataBytes: OUT_OF_REACH,
  logBytes: OUT_OF_REACH,
  dataValues: OUT_OF_REACH,
  dataKeys: OUT_OF_REACH,
  bodyMemory: OUT_OF_REACH,
  answerMemory: OUT_OF_REACH,
  connections: OUT_OF_REACH,
  connectionsPerAddress: OUT_OF_REACH,
  interfaces: OUT_OF_REACH,
  strangersRequests: 0,
};

const machines = fleet('budgets', MACHINES);
const ironic = await startFakeIronicProcess({
  nodes: machines.map(({ node }) => ({ ...node, provision_state: 'manageable', power_state: 'power off' })),
  ports: machines.flatMap(({ ports }) => ports),
  requestLimit: 0,
});

async function round(target: Target): Promise<Cost> {
  await startAll(target, machines);
  return continueAll(target, machines, MACHINES);
}

/** The middle one of some numbers. */
const median = (values: readonly number[]): number =>
  [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;

const targets: Target[] = [];
try {
  targets.push(await startInspector({ ironicUrl: ironic.url }));
  targets.push(await startInspector({ ironicUrl: ironic.url, limits: FAR_LIMITS }));
  // What runs the first time is not compiled yet.
  for (const target of targets) await round(target);
  const costs: Cost[][] = [[], []];
  for (let count = 0; count < rounds; count++)
    for (const [index, target] of targets.entries()) costs[index]?.push(await round(target));
  const [usual = 0, far = 0] = costs.map((some) => median(some.map(({ perSecond }) => perSecond)));
  const [cpu = 0, farCpu = 0] = costs.map((some) => median(some.map(({ cpuMs }) => cpuMs)));
  report(`${MACHINES} machines that post at the same time, ${rounds} rounds`, [
    { what: 'introspections with the usual limits', unit: '/s', ours: usual },
    { what: 'introspections with limits out of reach', unit: '/s', ours: far },
    {
      what: 'share that is left with the usual limits',
      unit: '',
      ours: usual / far,
      demand: { text: `at least ${LEAST}`, met: usual / far >= LEAST },
    },
    { what: 'CPU of one with the usual limits', unit: 'ms', ours: cpu },
    { what: 'CPU of one with limits out of reach', unit: 'ms', ours: farCpu },
  ]);
} finally {
  for (const target of targets) await target.stop();
  await ironic.close();
}
