import type { Cluster, ClusterMember } from '@inspector/client';
import { oneLine, tableLines } from './table.js';

/** What `inspector cluster status` prints for people. */
export function clusterStatusLines(status: Cluster): string[] {
  const { asked, coordination, watchers, members, unknown } = status;
  const head = [
    ...row('Asked', `${asked.program}, process ${asked.process} on ${asked.host}, version ${asked.version}`),
    ...row('Coordination', coordination),
    ...row('Watchers', `${watchers} of events, at the process that was asked`),
  ];
  if (unknown !== null) return [...head, ...row('Members', `unknown: ${unknown}`)];
  return [
    ...head,
    ...row('Members', String(members.length)),
    ...row('Leader', leaderText(members)),
    ...(members.length === 0 ? [] : ['', ...tableLines(TITLES, members.map(cells))]),
    ...remarks(status).flatMap((text, index) => (index === 0 ? ['', text] : [text])),
  ];
}

const TITLES = [
  ...['MEMBER', 'PROGRAM', 'VERSION', 'SCHEMA', 'LEASES', 'REBOOTS', 'WORK'],
  ...['PXE FILTER', 'SYNCHRONISED', 'CLOCK'],
];

const UNKNOWN = 'unknown';

function cells(member: ClusterMember): string[] {
  const { program, version, schema_revision: schema, report } = member;
  const identity = [nameOf(member), program ?? UNKNOWN, version ?? UNKNOWN, schema ?? UNKNOWN];
  if (report === null) return [...identity, ...Array.from({ length: 6 }, () => UNKNOWN)];
  const { leases, reboot_queue: reboots, background_running: running, background_queued: queued } = report;
  const { driver, state, last_sync: synchronised } = report.filter;
  return [
    ...identity,
    String(leases),
    String(reboots),
    queued === 0 ? String(running) : `${running} (${queued} wait)`,
    state === 'initialized' ? driver : `${driver}, ${state}`,
    synchronised ?? 'never',
    clockText(member, report),
  ];
}

const nameOf = ({ host, process }: ClusterMember): string => `${host ?? UNKNOWN}/${process ?? UNKNOWN}`;

function leaderText(members: readonly ClusterMember[]): string {
  const leader = members.find((member) => member.leader);
  return leader === undefined ? 'none at this moment' : nameOf(leader);
}

/** A difference that is smaller than what is known of it says nothing. */
function clockText({ asked }: ClusterMember, report: NonNullable<ClusterMember['report']>): string {
  const { clock_difference: difference, clock_accuracy: accuracy } = report;
  if (asked) return 'asked';
  const sign = difference < 0 ? '-' : '+';
  return `${sign}${Math.abs(difference).toFixed(3)} s ± ${accuracy.toFixed(3)}`;
}

/** What somebody who looks at the table should not miss. */
function remarks({ members }: Cluster): string[] {
  const versions = new Set(members.map(({ version, schema_revision: schema }) => `${version} ${schema}`));
  return [
    ...members.flatMap((member) =>
      member.unknown === null ? [] : [`${nameOf(member)} could not be asked: ${oneLine(member.unknown)}`],
    ),
    ...members.flatMap((member) =>
      member.leaving ? [`${nameOf(member)} is leaving: it ends the work that it has.`] : [],
    ),
    ...members.flatMap((member) => {
      const failure = member.report?.filter.last_failure ?? null;
      return failure === null
        ? []
        : [`${nameOf(member)}: the latest synchronisation failed: ${oneLine(failure)}`];
    }),
    ...(versions.size > 1 ? ['The members run different versions.'] : []),
  ];
}

const row = (title: string, text: string): string[] => [`${`${title}:`.padEnd(14)}${oneLine(text)}`];
