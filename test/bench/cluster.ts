// What a second conductor brings, and what each part of a cluster costs.
//
//   node --import tsx test/bench/cluster.ts [nodes of one round]
import { findCommand } from '../peers/peer.js';
import { ETCD_COMMANDS } from '../peers/servers/etcd.js';
import { MARIADB_COMMANDS } from '../peers/servers/mariadb.js';
import { byTurns, machinesFor, median, medianRatio, ROUNDS, type Turn } from './by-turns.js';
import { CONDUCTORS, startClusterSite, type ClusterSite } from './cluster-site.js';
import { fleet } from './load.js';
import { cannotLimit } from './processor-share.js';
import { atLeastTimes, report, type Row } from './report.js';

const [nodes = '200'] = process.argv.slice(2);
/**
 * Parts of a core that each conductor has. With a whole one the conductors are not the limit on a machine of two cores: the
 * API, the database, etcd, the fake Ironic and the ramdisks are on it, too, and together need more than one conductor does.
 * With a quarter the conductors are, as where each has a machine of its own; so that is what the demand is about.
 */
const SHARES = [1, 0.25];

/** One conductor and two of them, of the same kind. */
async function conductors(share: number): Promise<Row[]> {
  const machines = fleet('cluster', machinesFor(Number(nodes)));
  const sites: ClusterSite[] = [];
  try {
    for (const count of [1, 2]) sites.push(await startClusterSite(count, machines, share));
    const [first, second] = sites;
    if (first === undefined || second === undefined) throw new Error('nothing was started');
    const [one, two] = await byTurns(first, second, machines, Number(nodes));
    const rate = ({ perSecond }: Turn): number => perSecond;
    const ratio = medianRatio(one, two, rate);
    const each = share === 1 ? 'a core each' : `${share} of a core each`;
    return [
      { what: `introspections with one conductor, ${each}`, unit: '/s', ours: median(one, rate) },
      { what: `introspections with two, ${each}`, unit: '/s', ours: median(two, rate) },
      {
        what: '  two of one',
        unit: 'times',
        ours: ratio,
        demand: share === 1 ? undefined : atLeastTimes(ratio, 1, 1.6),
      },
      { what: '  starts, two of one', unit: 'times', ours: medianRatio(one, two, ({ starts }) => starts) },
      { what: '  processor of one conductor', unit: 'ms', ours: median(one, processorOf(CONDUCTORS)) },
      ...[...(two[0]?.parts.keys() ?? [])].map((part) => ({
        what: `  processor of ${part}${part === CONDUCTORS ? ', two of them' : ''}`,
        unit: 'ms',
        ours: median(two, processorOf(part)),
      })),
    ];
  } finally {
    for (const site of sites) await site.stop();
  }
}

const processorOf =
  (part: string) =>
  ({ parts }: Turn): number =>
    parts.get(part) ?? Number.NaN;

const missing = [...ETCD_COMMANDS, ...MARIADB_COMMANDS].filter((one) => findCommand(one) === undefined);
if (missing.length > 0) {
  console.log(`Skipped: ${missing.join(', ')} missing; run scripts/install-peers`);
} else {
  const rows: Row[] = [];
  for (const share of SHARES) {
    const reason = cannotLimit(share);
    if (reason === undefined) rows.push(...(await conductors(share)));
    else console.log(`Not measured with ${share} of a core for each conductor: ${reason}`);
  }
  report(`API processes and conductors, ${ROUNDS} rounds of ${nodes} nodes`, rows);
}
