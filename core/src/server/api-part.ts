import type { AccessControl } from '../access/access-control.js';
import { createApp } from '../api/app.js';
import { limitReports } from '../api/limits/limit-reports.js';
import { listen } from '../api/listen.js';
import type { Conductor } from '../conductor/types.js';
import { storedRules } from '../rules/stored-rules.js';
import { makeAccess } from './access-part.js';
import { measuredStorage } from './measured-storage.js';
import type { Foundation } from './foundation.js';
import type { StopList } from './stop-list.js';
import type { StartOptions } from './start-options.js';

/** What the API of a process is started with. */
export interface ApiOptions extends StartOptions {
  /** Who may do what. Default: what `authStrategy` says. */
  readonly access?: AccessControl | undefined;
}

/**
 * Starts the API. Of the plugins it uses the storage only.
 *
 * @returns where it listens
 */
export async function startApiPart(
  options: ApiOptions,
  foundation: Foundation,
  conductor: Conductor,
  started: StopList,
): Promise<string> {
  const { config, log } = options;
  const { host, database, metrics } = foundation;
  const access = options.access ?? (await makeAccess(options, foundation, started));
  const limits = limitReports(metrics, log);
  const app = createApp({
    config,
    records: database.records,
    hookResults: database.hookResults,
    unmatched: database.unmatched,
    rules: storedRules(database.rules),
    storage: measuredStorage(host.driver('inspector.storage').instance, metrics),
    conductor,
    access,
    metrics,
    log,
    limits,
  });
  const handle = app.callback();
  const listener = await listen((request, response) => void handle(request, response), config, {
    log,
    limits,
  });
  started.add('API', () => listener.close());
  log.info(`Inspector listens on ${listener.url}`);
  return listener.url;
}
