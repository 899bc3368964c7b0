import { openDatabase } from '../db/open-database.js';
import type { Database } from '../db/types.js';
import { createMetrics, type Metrics } from '../metrics/metrics.js';
import { startProcessMetrics } from '../metrics/process-metrics.js';
import type { PluginHost } from '../plugin-host/host-types.js';
import type { PluginSelection } from '../plugin-host/selection.js';
import { requireOperators } from './require-operators.js';
import { Reloads } from './reloads.js';
import { measureRecords } from './record-metrics.js';
import { readOwnVersion } from './own-version.js';
import { loadPlugins } from './load-plugins.js';
import { isNewFile, reportDatabase, reportParts, reportVersion } from './start-report.js';
import { watchForStalls } from './stall-watch.js';
import type { StopList } from './stop-list.js';
import type { StartOptions } from './start-options.js';

/** What every process stands on. */
export interface Foundation {
  readonly metrics: Metrics;
  readonly database: Database;
  /** The plugins of the process, set up. */
  readonly host: PluginHost;
  /** What can be read again while the process runs. */
  readonly reloads: Reloads;
}

/** How the foundation of a process is to be. */
export interface FoundationOptions {
  /** The plugins this process uses. */
  readonly selection: PluginSelection;
  /** Bring the database to the newest revision first. */
  readonly upgrade: boolean;
}

/** Loads plugins, opens the database, sets the plugins up. Plugins are checked before anything is opened. */
export async function layFoundation(
  options: StartOptions,
  { selection, upgrade }: FoundationOptions,
  started: StopList,
): Promise<Foundation> {
  const { config, cwd, log, faults } = options;
  const watchStalls = options.watchStalls === true && config.pluginHost.stallWarning > 0;
  reportVersion(options);
  const metrics = createMetrics();
  startProcessMetrics(readOwnVersion());
  const host = await loadPlugins({
    ...{ config, cwd, log, metrics, selection, faults },
    found: ({ packages }) => {
      if (watchStalls) started.add('watch over stalls', watchForStalls(config.pluginHost, packages, log));
    },
  });
  const isNew = isNewFile(options);
  const database = await openDatabase({
    config: config.database,
    cwd,
    log,
    upgrade,
    failed: (code) => metrics.databaseErrors.inc({ code }),
  });
  measureRecords(metrics, database.records);
  started.add('database', () => database.close());
  started.add('plugins', () => host.close());
  reportDatabase(options, { isNew, nodes: (await database.records.allUuids()).length });
  reportParts(options, host);
  const { introspectionData, inventoryRevisions } = database;
  await host.setUp({ introspectionData, inventoryRevisions });
  await requireOperators(host.unusable, database.rules);
  return { metrics, database, host, reloads: new Reloads() };
}
