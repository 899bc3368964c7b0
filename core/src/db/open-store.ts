import type { InspectorConfig } from '../config/types.js';
import type { Log } from '../log/log.js';
import { parseConnectionUrl } from './connection-url.js';
import type { Store } from './session.js';
import { openSqlite } from './sqlite-store.js';

/** What a database is opened with. */
export interface OpenStoreOptions {
  /** The `database` group of the configuration. */
  readonly config: InspectorConfig['database'];
  /** Where relative sqlite paths start. */
  readonly cwd: string;
  readonly log: Pick<Log, 'warn'>;
  /** Whether an sqlite file that is not there is made. */
  readonly create: boolean;
}

/**
 * Opens the database a configuration names, whatever its schema is.
 *
 * @throws InspectorError `INSP_DB_BAD_URL`, `INSP_DB_UNREACHABLE`, `INSP_DB_NOT_UPGRADED` (no such file)
 */
export async function openStore({ config, cwd, log, create }: OpenStoreOptions): Promise<Store> {
  const target = parseConnectionUrl(config.connection, cwd);
  if (target.dialect !== 'sqlite') {
    // Loads sequelize, which is the largest library there is here and does nothing for sqlite.
    const { openServer } = await import('./server-store.js');
    return openServer(target, config, log);
  }
  return openSqlite({ path: target.path, create, synchronous: config.sqliteSynchronous, log });
}
