import type { Conductor } from '../conductor/types.js';
import type { InspectorConfig } from '../config/types.js';
import type { HookResultRepository, RecordRepository } from '../db/types.js';
import type { Log } from '../log/log.js';
import type { Metrics } from '../metrics/metrics.js';
import type { StoredRules } from '../rules/types.js';
import type { StorageBackend } from '@inspector/plugin-api';
import type { AccessControl } from './access.js';

/** What the API works with. It reads the database and storage itself and leaves all work to the conductor. */
export interface ApiDependencies {
  readonly config: InspectorConfig;
  readonly records: Pick<RecordRepository, 'get' | 'list'>;
  readonly hookResults: Pick<HookResultRepository, 'list'>;
  readonly rules: StoredRules;
  readonly storage: () => StorageBackend;
  readonly conductor: Conductor;
  readonly metrics: Metrics;
  readonly log: Log;
  /** Default: {@link allowEveryone}. */
  readonly access?: AccessControl;
  /** Path below which a front end mounts the API. Default: the environment variable `SCRIPT_NAME`. */
  readonly scriptName?: string;
}
