import type { UserConfig } from '../config/types.js';
import type { Log } from '../log/log.js';
import type { Inspector } from './inspector.js';

/** What {@link createInspector} needs. */
export interface CreateOptions {
  /** Options as in `inspector.config.js`. */
  readonly config: UserConfig;
  /** Where relative paths start and plugins are searched; default: the working directory. */
  readonly cwd?: string;
  /** Default: JSON lines on standard error. */
  readonly log?: Log;
  /** Takes the JSON lines of the log, one at a time with its line end, instead of standard error. */
  readonly logTo?: { write(line: string): void };
  /** Bring the database to the newest revision first. Default: only the sqlite file a first start makes. */
  readonly upgradeDatabase?: boolean;
}

/**
 * Starts a service inside this process.
 *
 * @throws every problem of configuration and plugins (`INSP_CONFIG_*`, `INSP_PLUGIN*`), `INSP_DB_*`, or what
 *   listening failed with; nothing is left running then
 */
export async function createInspector(options: CreateOptions): Promise<Inspector> {
  const [{ resolveConfig }, { createLog }, { startStandalone }] = await Promise.all([
    import('../config/load.js'),
    import('../log/log.js'),
    import('./start-standalone.js'),
  ]);
  const config = resolveConfig(options.config);
  const { logTo } = options;
  return startStandalone({
    config,
    cwd: options.cwd ?? process.cwd(),
    log: options.log ?? createLog({ debug: config.debug, ...(logTo && { destination: logTo }) }),
    upgradeDatabase: options.upgradeDatabase,
  });
}
