import { ClockSteps } from '../../../src/tasks/clock-steps.js';
import { pino } from 'pino';
import type { BareMetal, Coordinator } from '@inspector/plugin-api';
import { BmcOwners, BmcResolver } from '@inspector/plugin-api/bmc';
import { BackgroundWork } from '../../../src/conductor/background.js';
import { RebootLine } from '../../../src/conductor/delay.js';
import { KeptPostsFlag } from '../../../src/conductor/kept-posts-flag.js';
import { USUAL_TIMING } from '../../../src/conductor/timing.js';
import { Holdings } from '../../../src/introspection/holdings.js';
import { Progress } from '../../../src/introspection/progress.js';
import { SharedWork } from '../../../src/tasks/shared-work.js';
import { MemoryRecentPosts } from '../../../src/conductor/recent-posts.js';
import type { ConductorServices } from '../../../src/conductor/services.js';
import { StrangerRequests } from '../../../src/conductor/stranger-requests.js';
import { UnmatchedPosts } from '../../../src/conductor/unmatched-posts.js';
import { MemoryUnsettledFailures } from '../../../src/conductor/unsettled.js';
import { resolveConfig } from '../../../src/config/load.js';
import type { Database } from '../../../src/db/types.js';
import { createMetrics } from '../../../src/metrics/metrics.js';
import { MemoryBackend } from '../../storage/memory-backend.js';
import { fakeHooks } from '../conductor-world.js';

/** Lets other work go first, so many times. */
export const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
};

/** A machine that both processes know. */
export interface Machine {
  readonly uuid: string;
  readonly mac: string;
}

/** A conductor whose peers do what they are told, a little later. */
export function servicesOf(
  database: Database,
  coordinator: Coordinator,
  machines: readonly Machine[],
): ConductorServices {
  const log = pino({ level: 'silent' });
  const macs = new Map(machines.map(({ uuid, mac }) => [uuid, mac]));
  const soon = async <T>(value: T): Promise<T> => {
    await turns(1);
    return value;
  };
  const baremetal: Partial<BareMetal> = {
    getNode: (uuid) => soon({ uuid, provision_state: 'manageable', driver_info: {} }),
    validatePower: () => soon({ ok: true }),
    listNodePorts: (uuid) => soon([{ uuid: `port-${uuid}`, address: macs.get(uuid) ?? '' }]),
    setBootDevice: () => soon(undefined),
    setPowerState: () => soon(undefined),
  };
  const metrics = createMetrics();
  return {
    config: resolveConfig({}),
    log,
    metrics,
    database,
    baremetal: baremetal as BareMetal,
    storage: Object.assign(new MemoryBackend(), { get: async () => '{}' }),
    coordinator,
    filter: { sync: () => turns(1) },
    hooks: fakeHooks(() => turns(1)),
    rules: { apply: () => turns(1) },
    nodeNotFound: undefined,
    bmc: new BmcResolver([]),
    bmcOwners: new BmcOwners(baremetal as BareMetal, new BmcResolver([])),
    strangers: new StrangerRequests({ perSecond: 0, interfaces: 1, metrics, log }),
    background: new BackgroundWork(20, log),
    delay: new RebootLine(undefined, new AbortController().signal),
    recent: new MemoryRecentPosts(),
    unsettled: new MemoryUnsettledFailures(),
    clock: new ClockSteps(),
    kept: new KeptPostsFlag({ shared: false }),
    progress: new Progress(),
    holdings: new Holdings(),
    aborts: new SharedWork(),
    ...USUAL_TIMING,
    unmatched: new UnmatchedPosts({
      repository: database.unmatched,
      quota: { keep: 0, keepPerSource: 1 },
      metrics,
      log,
    }),
  };
}
