import type { MemberReport } from '../reports/cluster-status.js';
import type { OperatorServices } from './operator-services.js';
import type { ConductorServices } from './services.js';

/** What this process says about itself to others: what it has in its memory. Asks nobody, so that it never waits. */
export function selfReport(
  {
    holdings,
    delay,
    background,
    coordinator,
  }: Pick<ConductorServices, 'holdings' | 'delay' | 'background' | 'coordinator'>,
  { identity, filter }: Pick<OperatorServices, 'identity' | 'filter'>,
): MemberReport {
  const { driver, state, last_sync: sync, last_failure: failure } = filter.standing();
  return {
    ...identity,
    time: Date.now(),
    leads: coordinator.isLeader(),
    leases: holdings.count,
    reboot_queue: delay.waiting,
    background_running: background.active,
    background_queued: background.queued,
    filter: {
      driver,
      state,
      last_sync: sync?.started_at ?? null,
      last_failure: failure?.message ?? null,
    },
  };
}
