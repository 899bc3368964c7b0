import type {
  BareMetal,
  JsonObject,
  Coordinator,
  NodeHandle,
  NodeNotFoundInstance,
  StorageBackend,
} from '@inspector/plugin-api';
import type { InspectorConfig } from '../config/types.js';
import type { Database, HookResult } from '../db/types.js';
import type { Log } from '../log/log.js';
import type { Metrics } from '../metrics/metrics.js';
import type { BmcResolver } from '@inspector/plugin-api/bmc';
import type { BackgroundWork } from './background.js';
import type { RebootDelay } from './delay.js';

/** The processing hooks, ready to run. Both methods append one result per hook. */
export interface Hooks {
  /** Failure lines; empty when every hook was content. */
  beforeProcessing(data: JsonObject, results: HookResult[]): Promise<string[]>;
  /** Throws what the first failing hook threw. */
  beforeUpdate(data: JsonObject, node: NodeHandle, results: HookResult[]): Promise<void>;
}

/** Everything the operations on nodes work with. */
export interface ConductorServices {
  readonly config: InspectorConfig;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly database: Pick<Database, 'records' | 'hookResults'>;
  readonly baremetal: BareMetal;
  readonly storage: StorageBackend;
  readonly coordinator: Coordinator;
  /** Resolves when DHCP follows the records as they were when it was called. */
  readonly filter: { sync(): Promise<void> };
  readonly hooks: Hooks;
  readonly rules: { apply(data: JsonObject, node: NodeHandle): Promise<void> };
  /** Asked when no node matches posted data; undefined: nobody is. */
  readonly nodeNotFound: NodeNotFoundInstance | undefined;
  readonly bmc: BmcResolver;
  readonly background: BackgroundWork;
  readonly delay: RebootDelay;
  /** Failures the database could not take, text by node; the clean-up writes them once it can. */
  readonly unsettled: Map<string, string>;
}
