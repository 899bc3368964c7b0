import { realpathSync } from 'node:fs';
import type { InspectorConfig } from '../config/types.js';
import type { Log } from '../log/log.js';
import { parseConnectionUrl } from './connection-url.js';
import type { DatabaseClaim } from './database-claim.js';
import { claimSqlite } from './sqlite-claim.js';

/** What {@link claimDatabase} needs. */
export interface ClaimOptions {
  /** The `database` group of the configuration. */
  readonly config: InspectorConfig['database'];
  /** Where relative sqlite paths start. */
  readonly cwd: string;
  readonly log: Log;
  /** Seconds to wait for a service that is just ending; default: what is right for the kind of database. */
  readonly patienceSeconds?: number;
}

/**
 * Claims a database that exists for this service. Commands that only read or migrate it need no claim and are not
 * kept out. A database in memory belongs to its process anyway.
 *
 * @throws InspectorError `INSP_DB_IN_USE` when another service has it, `INSP_DB_UNREACHABLE`
 */
export async function claimDatabase({
  config,
  cwd,
  log,
  patienceSeconds,
}: ClaimOptions): Promise<DatabaseClaim> {
  const target = parseConnectionUrl(config.connection, cwd);
  if (target.dialect !== 'sqlite') {
    const { claimServer } = await import('./server-claim.js');
    return claimServer(target, config, log, { patienceSeconds });
  }
  if (target.path === undefined) return { release: () => Promise.resolve() };
  return claimSqlite(realpathSync(target.path), patienceSeconds);
}
