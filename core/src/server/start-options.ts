import type { InspectorConfig } from '../config/types.js';
import type { Log } from '../log/log.js';

/** What every process of the service is started with. */
export interface StartOptions {
  /** Resolved: every default filled in. */
  readonly config: InspectorConfig;
  /** Where relative paths start and plugins are searched. */
  readonly cwd: string;
  readonly log: Log;
}
