import type {
  BareMetal,
  Coordinator,
  JsonObject,
  NodeHandle,
  NodeNotFoundInstance,
  StorageBackend,
} from '@inspector/plugin-api';
import type { InspectorConfig } from '../config/types.js';
import type { Database } from '../db/types.js';
import type { HookRunner } from '../hooks/types.js';
import type { Log } from '../log/log.js';
import type { Metrics } from '../metrics/metrics.js';
import type { BmcOwners, BmcResolver } from '@inspector/plugin-api/bmc';
import type { RuleRun } from '../rules/types.js';
import type { BackgroundWork } from './background.js';
import type { RebootDelay } from './delay.js';
import type { RecentPosts } from './recent-posts.js';
import type { StrangerRequests } from './stranger-requests.js';
import type { UnmatchedPosts } from './unmatched-posts.js';
import type { ClockSteps } from '../tasks/clock-steps.js';
import type { SharedWork } from '../tasks/shared-work.js';
import type { Timing } from './timing.js';
import type { UnsettledFailures } from './unsettled.js';
import type { Holdings } from '../introspection/holdings.js';
import type { Progress } from '../introspection/progress.js';
import type { KeptPostsFlag } from './kept-posts-flag.js';

/** Everything the operations on nodes work with. */
export interface ConductorServices extends Timing {
  readonly config: InspectorConfig;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly database: Pick<Database, 'records' | 'events' | 'keptPosts'>;
  readonly baremetal: BareMetal;
  readonly storage: StorageBackend;
  readonly coordinator: Coordinator;
  /** Resolves when DHCP follows the records as they were when it was called. */
  readonly filter: { sync(): Promise<void> };
  readonly hooks: HookRunner;
  readonly rules: {
    apply(data: JsonObject, node: NodeHandle, run: RuleRun): Promise<void>;
  };
  /** Asked when no node matches posted data; undefined: nobody is. */
  readonly nodeNotFound: NodeNotFoundInstance | undefined;
  readonly bmc: BmcResolver;
  readonly bmcOwners: BmcOwners;
  /** What unknown machines may cost the bare metal service. */
  readonly strangers: StrangerRequests;
  readonly background: BackgroundWork;
  readonly delay: RebootDelay;
  readonly recent: RecentPosts;
  readonly unsettled: UnsettledFailures;
  readonly unmatched: UnmatchedPosts;
  /** Whether posts are kept that wait for a service. */
  readonly kept: KeptPostsFlag;
  readonly progress: Progress;
  /** Whether the clock was set, for time limits that go by it. */
  readonly clock: ClockSteps;
  readonly holdings: Holdings;
  /** Aborts that are being accepted: several at once of one node are one. */
  readonly aborts: SharedWork<void>;
}
