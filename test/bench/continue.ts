// How many introspections per second one service does, beside Debian's ironic-inspector: the same fake Ironic (in a
// process of its own), sqlite, default hooks, ten requests at a time, one service after the other in one run.
//
//   node --import tsx test/bench/continue.ts [nodes] [nodes of the slow cases]
//
// ironic-inspector gets fewer nodes where it takes half a second and more for each: with rules and with dnsmasq.
//
// Exits with 1 when a demand is missed. Without Debian's package only Inspector is measured.
import { startFakeIronicProcess, type Machine } from '@inspector/simulator';
import { continueAll, createIdleRules, fleet, PARALLEL, startAll, type Cost } from './load.js';
import { atLeastTimes, atMost, report, type Row } from './report.js';
import {
  missingReference,
  startInspector,
  startReference,
  type Target,
  type TargetOptions,
} from './targets.js';
import { peakMemory } from './usage.js';

/** Ports the bare metal service knows while the dnsmasq filter is measured. */
const KNOWN_PORTS = 2000;
const RULES = 100;
/**
 * Introspections before the first one that counts: a service runs for months, and Node.js compiles what runs often.
 * The slow cases of ironic-inspector get a tenth of what counts; Python does not become faster.
 */
const WARM_UP = 200;

/** Clients at once in the crowded case, which must not be slower than the others with {@link PARALLEL}. */
const CROWD = 50;
/** What one introspection may cost the server, in milliseconds of CPU. */
const CPU_MS = 3;

interface Figures {
  readonly start: Cost;
  readonly plain: Cost;
  readonly crowd: Cost;
  readonly rules: Cost;
  readonly memory: number;
  readonly dnsmasq: Cost;
}

type Start = (options: TargetOptions) => Promise<Target>;

const [nodes = 400, slowNodes = 20] = process.argv.slice(2).map(Number);

/** @param slow how many nodes the slow cases get; with the dnsmasq filter, no more than are known */
async function measure(seed: string, start: Start, slow: number): Promise<Figures> {
  const machines = fleet(seed, nodes + WARM_UP);
  const warm = machines.slice(0, WARM_UP);
  const plain = await withTarget(start, machines, {}, async (target) => {
    await startAll(target, warm);
    await continueAll(target, warm);
    const many = machines.slice(WARM_UP, WARM_UP + nodes);
    const started = await startAll(target, many);
    const continued = await continueAll(target, many);
    await startAll(target, many);
    const crowd = await continueAll(target, many, CROWD);
    await createIdleRules(target, RULES);
    const some = machines.slice(0, slow);
    await startAll(target, some);
    const rules = await continueAll(target, some);
    return { start: started, plain: continued, crowd, rules, memory: peakMemory(target.pid) };
  });
  const known = fleet(`${seed} filter`, KNOWN_PORTS / 2);
  const dnsmasq = await withTarget(start, known, { dnsmasq: true }, async (target) => {
    const first = known.slice(0, Math.min(WARM_UP, Math.ceil(slow / 10)));
    await startAll(target, first);
    await continueAll(target, first);
    const chosen = known.slice(first.length, first.length + slow);
    await startAll(target, chosen);
    return continueAll(target, chosen);
  });
  return { ...plain, dnsmasq };
}

async function withTarget<Result>(
  start: Start,
  machines: readonly Machine[],
  options: Partial<TargetOptions>,
  use: (target: Target) => Promise<Result>,
): Promise<Result> {
  const ironic = await startFakeIronicProcess({
    nodes: machines.map(({ node }) => ({ ...node, provision_state: 'manageable', power_state: 'power off' })),
    ports: machines.flatMap(({ ports }) => ports),
    requestLimit: 0,
  });
  try {
    const target = await start({ ironicUrl: ironic.url, ...options });
    try {
      return await use(target);
    } finally {
      await target.stop();
    }
  } finally {
    await ironic.close();
  }
}

const missing = missingReference();
if (missing !== undefined) console.log(`The comparison with ironic-inspector is skipped: ${missing}`);
const ours = await measure('ours', startInspector, Math.min(nodes, KNOWN_PORTS / 4));
const theirs = missing === undefined ? await measure('theirs', startReference, slowNodes) : undefined;

/** Two rows: the rate and the CPU. */
const rate = (
  what: string,
  of: (figures: Figures) => Cost,
  demand: (mine: Cost, other: Cost | undefined) => Row['demand'],
  cpuLimit?: number,
): Row[] => {
  const [mine, other] = [of(ours), theirs && of(theirs)];
  const cpu = cpuLimit === undefined ? undefined : atMost(mine.cpuMs, cpuLimit);
  return [
    {
      what,
      unit: '/s',
      ours: mine.perSecond,
      theirs: other?.perSecond,
      demand: demand(mine, other),
    },
    { what: '  server CPU each', unit: 'ms', ours: mine.cpuMs, theirs: other?.cpuMs, demand: cpu },
  ];
};
const times =
  (factor: number) =>
  (mine: Cost, other: Cost | undefined): Row['demand'] =>
    atLeastTimes(mine.perSecond, other?.perSecond, factor);
const notSlower = ({ perSecond }: Cost): Row['demand'] => ({
  text: `as many as with ${PARALLEL}`,
  met: perSecond >= ours.plain.perSecond,
});
report(`Introspections, sqlite, ${nodes} nodes with 2 ports, ${PARALLEL} requests at a time`, [
  ...rate('start requests', ({ start }) => start, times(16)),
  ...rate('introspections', ({ plain }) => plain, times(20), CPU_MS),
  ...rate(`introspections, ${CROWD} requests at a time`, ({ crowd }) => crowd, notSlower),
  ...rate(`introspections, ${RULES} rules`, ({ rules }) => rules, times(160)),
  ...rate(`introspections, dnsmasq filter, ${KNOWN_PORTS} ports`, ({ dnsmasq }) => dnsmasq, times(200)),
  {
    what: 'peak memory',
    unit: 'MiB',
    ours: ours.memory,
    theirs: theirs?.memory,
    demand: atMost(ours.memory, 200),
  },
]);
