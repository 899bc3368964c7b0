// What rules cost that do not apply: CPU of the server for one introspection with 0, 100 and 1,000 of them, and with
// patterns that make backtracking engines run for ever.
//
//   node --import tsx test/bench/rules.ts [nodes]
//
// Exits with 1 when a demand is missed.
import { startFakeIronicProcess, type Machine } from '@inspector/simulator';
import { continueAll, createIdleRules, fleet, removeRules, createRule, startAll } from './load.js';
import { atMost, report } from './report.js';
import { startInspector, type Target } from './targets.js';

/** Rounds of which the cheapest counts: other work on the machine only ever adds CPU time. */
const ROUNDS = 3;
const WARM_UP = 50;
/** Introspections with a long text; each text is that much longer than the one before. */
const EVIL_NODES = 20;
const LENGTHS = [1_000, 10_000, 100_000] as const;
/** Ten times the text may cost this much more, not a hundred times. */
const LINEAR = 20;
const PATTERNS = ['(a+)+$', '(a|aa)+$', '(.*)*b$'];

const [nodes = 200] = process.argv.slice(2).map(Number);
const machines = fleet('rules', nodes);

async function cpuEach(target: Target, some: readonly Machine[]): Promise<number> {
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    await startAll(target, some);
    best = Math.min(best, (await continueAll(target, some)).cpuMs);
  }
  return best;
}

const withText = (length: number, field: string): Machine[] =>
  machines
    .slice(0, EVIL_NODES)
    .map((machine) => ({ ...machine, payload: { ...machine.payload, [field]: `${'a'.repeat(length)}!` } }));

const ironic = await startFakeIronicProcess({
  nodes: machines.map(({ node }) => ({ ...node, provision_state: 'manageable', power_state: 'power off' })),
  ports: machines.flatMap(({ ports }) => ports),
  requestLimit: 0,
});
const target = await startInspector({ ironicUrl: ironic.url });
try {
  await startAll(target, machines.slice(0, WARM_UP));
  await continueAll(target, machines.slice(0, WARM_UP));
  const none = await cpuEach(target, machines);
  await createIdleRules(target, 100);
  const hundred = await cpuEach(target, machines);
  await createIdleRules(target, 900);
  const thousand = await cpuEach(target, machines);
  await removeRules(target);

  for (const value of PATTERNS) {
    await createRule(target, { op: 'matches', field: 'evil', value });
    await createRule(target, { op: 'contains', field: 'evil', value });
  }
  const evil: number[] = [];
  for (const length of LENGTHS) {
    // The same text in a field no rule reads has the same cost of receiving and storing.
    const harmless = await cpuEach(target, withText(length, 'harmless'));
    evil.push(Math.max(0, (await cpuEach(target, withText(length, 'evil'))) - harmless));
  }
  const [, middle = 0, long = 0] = evil;
  // Below a millisecond the clock is too coarse to compare with.
  const growth = long / Math.max(middle, 1);
  report(`CPU of the server for one introspection, ${nodes} nodes, best of ${ROUNDS}`, [
    { what: 'no rules', unit: 'ms', ours: none },
    { what: '100 rules add', unit: 'ms', ours: hundred - none, demand: atMost(hundred - none, 1) },
    { what: '1000 rules add', unit: 'ms', ours: thousand - none, demand: atMost(thousand - none, 8) },
    ...LENGTHS.map((length, index) => ({
      what: `${PATTERNS.length * 2} evil patterns on ${length} characters add`,
      unit: 'ms',
      ours: evil[index] ?? 0,
    })),
    {
      what: '  100,000 characters beside 10,000',
      unit: 'times',
      ours: growth,
      demand: atMost(growth, LINEAR),
    },
  ]);
} finally {
  await target.stop();
  await ironic.close();
}
