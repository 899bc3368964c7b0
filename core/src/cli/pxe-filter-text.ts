import type { PxeFilter } from '@inspector/client';

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
    ...(status.mac ? machineLines(status.mac) : []),
  ];
}

function machineLines({ address, verdict, reason, system }: NonNullable<PxeFilter['mac']>): string[] {
  const says = system === 'unlisted' ? 'does not list it' : system && `says ${system}`;
  return [
    ...row('Machine', `${address}: ${verdict ?? 'not known yet'}`),
    ...row('Reason', reason),
    ...(says === undefined ? [] : row('System', says)),
  ];
}

function lastSync({ last_sync: last }: PxeFilter): string {
  if (!last) return 'never';
  const counts =
    `${last.allowed} allowed, ${last.denied} denied, ` +
    `unknown machines ${last.unknown === 'allow' ? 'welcome' : 'denied'}`;
  return `${last.started_at}, ${last.seconds.toFixed(3)} s, ${last.changes} changes; ${counts}`;
}

const row = (title: string, text: string): string[] => [`${`${title}:`.padEnd(14)}${text}`];
