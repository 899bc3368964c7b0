import type { FilteredMachine, PxeFilter } from '@inspector/client';

/** What `inspector pxe-filter status` prints for people. */
export function filterStatusLines(status: PxeFilter): string[] {
  const period = status.sync_period === 0 ? 'only on demand' : `every ${status.sync_period} s and on demand`;
  return [
    ...row('Driver', status.driver),
    ...row('State', status.state),
    ...row('Synchronised', period),
    ...row('Last', lastSync(status)),
    ...(status.last_failure
      ? row('Failure', `${status.last_failure.at}: ${status.last_failure.message}`)
      : []),
    ...row('DHCP server', serverText(status.dhcp_server)),
    ...(status.mac ? machineLines(status.mac) : []),
    ...(status.node ? nodeLines(status.node) : []),
  ];
}

const FOLLOWS = { yes: 'goes by it', no: 'does not go by it', unknown: 'not known' } as const;

const serverText = ({ follows, reason }: PxeFilter['dhcp_server']): string =>
  `${FOLLOWS[follows]}. ${reason}`;

function nodeLines({ uuid, name, machines }: NonNullable<PxeFilter['node']>): string[] {
  const title = row('Node', name === null ? uuid : `${name} (${uuid})`);
  if (machines.length > 0) return [...title, ...machines.flatMap(machineLines)];
  return [
    ...title,
    ...row('Machine', 'none: the node has no port with a MAC, so the rule for unknown machines holds'),
  ];
}

/** What should be, and what is: nobody is to take the one for the other. */
function machineLines({ address, verdict, reason, system, system_reason: seen }: FilteredMachine): string[] {
  const differs = verdict !== null && system !== verdict && (system === 'allow' || system === 'deny');
  return [
    ...row('Machine', address),
    ...row('Should get', `${LEASE[verdict ?? 'unknown']}. ${reason}`),
    ...row(
      'Gets',
      `${LEASE[system]}.${seen === null ? '' : ` ${seen}`}${differs ? ' THIS IS NOT AS IT SHOULD BE.' : ''}`,
    ),
  ];
}

const LEASE = {
  allow: 'a lease',
  deny: 'no lease',
  unlisted: 'what all others get, which was not looked at',
  unknown: 'not known',
} as const;

function lastSync({ last_sync: last }: PxeFilter): string {
  if (!last) return 'never';
  const counts =
    `${last.allowed} allowed, ${last.denied} denied, ` +
    `unknown machines ${last.unknown === 'allow' ? 'welcome' : 'denied'}`;
  return `${last.started_at}, ${last.seconds.toFixed(3)} s, ${last.changes} changes; ${counts}`;
}

const row = (title: string, text: string): string[] => [`${`${title}:`.padEnd(14)}${text}`];
