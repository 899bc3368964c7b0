import { ClockSteps } from '../../src/tasks/clock-steps.js';
import { pino } from 'pino';
import { LocalLeases } from '@inspector/coordination-local/local-leases.js';
import {
  type BareMetal,
  type BareMetalNode,
  InspectorError,
  type IntrospectionRecord,
  type IntrospectionState,
} from '@inspector/plugin-api';
import { BackgroundWork } from '../../src/conductor/background.js';
import { RebootLine } from '../../src/conductor/delay.js';
import { KeptPostsFlag } from '../../src/conductor/kept-posts-flag.js';
import { USUAL_TIMING } from '../../src/conductor/timing.js';
import { Holdings } from '../../src/introspection/holdings.js';
import { Progress } from '../../src/introspection/progress.js';
import { SharedWork } from '../../src/tasks/shared-work.js';
import { MemoryRecentPosts } from '../../src/conductor/recent-posts.js';
import type { OperatorServices } from '../../src/conductor/operator-services.js';
import type { ConductorServices } from '../../src/conductor/services.js';
import { StrangerRequests } from '../../src/conductor/stranger-requests.js';
import { UnmatchedPosts } from '../../src/conductor/unmatched-posts.js';
import { MemoryUnsettledFailures } from '../../src/conductor/unsettled.js';
import { resolveConfig } from '../../src/config/load.js';
import type { UserConfig } from '../../src/config/types.js';
import { openDatabase } from '../../src/db/open-database.js';
import type { Database, HookResult, StoredRecord } from '../../src/db/types.js';
import type { HookSeries } from '../../src/hooks/types.js';
import { createMetrics } from '../../src/metrics/metrics.js';
import { BmcOwners, BmcResolver } from '@inspector/plugin-api/bmc';
import { databaseConfig } from '../db/database-config.js';
import { changeRecord, freshRecord } from '../db/fresh-record.js';
import { MemoryBackend } from '../storage/memory-backend.js';

/** Long ago, for records that should have ended. */
export const PAST = '2001-02-03T04:05:06';

/** The services of a conductor: database in memory, leases of one process, a bare metal service that notes requests. */
export interface ConductorWorld {
  readonly services: ConductorServices;
  readonly database: Database;
  readonly storage: MemoryBackend;
  /** Nodes whose data were deleted from the storage. */
  readonly deleted: string[];
  /** What the bare metal service was asked, as `<method> <first argument>`. */
  readonly asked: string[];
  readonly lines: string[];
  /** The nodes the bare metal service knows. */
  readonly nodes: Map<string, BareMetalNode>;
  /** How often the PXE filter was synchronised. */
  syncs(): number;
  /** Makes a record in a state. */
  record(
    state: IntrospectionState,
    fields?: { readonly manageBoot?: boolean; readonly startedAt?: string; readonly finishedAt?: string },
  ): Promise<StoredRecord>;
  /** The record as it is now. */
  now(record: IntrospectionRecord): Promise<StoredRecord | undefined>;
  isFree(record: IntrospectionRecord): Promise<boolean>;
  close(): Promise<void>;
}

/** Hooks that do what they are told, with these results and faults. */
export const fakeHooks = (
  beforeUpdate: HookSeries['beforeUpdate'] = async () => undefined,
  { results = [], faults = [] }: { results?: HookResult[]; faults?: string[] } = {},
): ConductorServices['hooks'] => ({
  begin: () => ({
    results,
    faults,
    outage: undefined,
    beforeProcessing: async () => undefined,
    beforeUpdate,
  }),
});

const unused = (): never => {
  throw new Error('not expected');
};

/** For a conductor that is asked about nodes only. */
export const noOperatorServices: OperatorServices = {
  rules: { createJson: unused, importRules: unused, explain: unused },
  plugins: unused,
  identity: { host: 'h', process: 1, program: 'conductor', version: '0', schema_revision: 'r' },
  filter: { standing: unused, status: unused, log: unused },
};

/** Makes one; `changes` replace single services, `baremetal` single methods of the bare metal service. */
export async function conductorWorld(
  config: UserConfig = {},
  changes: Partial<Omit<ConductorServices, 'config' | 'baremetal'>> = {},
  baremetal: Partial<BareMetal> = {},
): Promise<ConductorWorld> {
  const asked: string[] = [];
  const lines: string[] = [];
  const nodes = new Map<string, BareMetalNode>();
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const connection = databaseConfig('sqlite://');
  const database = await openDatabase({ config: connection, cwd: '/', log, upgrade: true });
  const leases = new LocalLeases();
  const deleted: string[] = [];
  const remove = { delete: async (uuid: string) => void deleted.push(uuid) };
  const storage = Object.assign(new MemoryBackend({ delete: true }), remove);
  const known: Partial<BareMetal> = {
    getNode: async (id) => {
      const node = nodes.get(id);
      if (node) return node;
      throw new InspectorError('INSP_NODE_NOT_FOUND', `Node ${id} was not found in Ironic`);
    },
    listNodes: async () => [...nodes.values()],
    setPowerState: async () => undefined,
    ...baremetal,
  };
  const noting = Object.entries(known).map(([name, method]) => [
    name,
    (...details: unknown[]): unknown => {
      asked.push(`${name} ${String(details[0])}`);
      return (method as (...given: unknown[]) => unknown)(...details);
    },
  ]);
  const asking = Object.fromEntries(noting) as BareMetal;
  const metrics = createMetrics();
  let syncs = 0;
  const services: ConductorServices = {
    config: resolveConfig(config),
    log,
    metrics,
    database,
    baremetal: asking,
    storage,
    coordinator: {
      acquire: (uuid, options) => leases.acquire(uuid, options),
      tryAcquire: (uuid) => leases.tryAcquire(uuid),
      isLeader: () => true,
      exclusive: true,
    },
    filter: { sync: async () => void syncs++ },
    hooks: fakeHooks(),
    rules: { apply: async () => undefined },
    nodeNotFound: undefined,
    bmc: new BmcResolver([]),
    bmcOwners: new BmcOwners(asking, new BmcResolver([])),
    strangers: new StrangerRequests({ perSecond: 0, interfaces: 1, metrics, log }),
    background: new BackgroundWork(10, log),
    delay: new RebootLine(undefined, new AbortController().signal),
    recent: new MemoryRecentPosts(),
    unsettled: new MemoryUnsettledFailures(),
    clock: new ClockSteps(),
    unmatched: new UnmatchedPosts({
      repository: database.unmatched,
      quota: { keep: 10, keepPerSource: 10 },
      metrics,
      log,
    }),
    kept: new KeptPostsFlag({ shared: false }),
    progress: new Progress(),
    holdings: new Holdings(),
    aborts: new SharedWork(),
    ...USUAL_TIMING,
    ...changes,
  };
  return {
    ...{ services, database, storage, deleted, asked, lines, nodes },
    syncs: () => syncs,
    async record(state, { finishedAt, ...fields } = {}) {
      const fresh = freshRecord({ state, ...fields });
      nodes.set(fresh.uuid, { uuid: fresh.uuid });
      const made = await database.records.replace(fresh, undefined);
      return finishedAt === undefined
        ? made
        : changeRecord(database, fresh.uuid, state, { state, finishedAt });
    },
    now: ({ uuid }) => database.records.get(uuid),
    async isFree({ uuid }) {
      const lease = await services.coordinator.tryAcquire(uuid);
      await lease?.release();
      return lease !== undefined;
    },
    async close() {
      await services.unmatched.stop();
      await database.close();
    },
  };
}
