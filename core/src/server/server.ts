import type { BareMetal, JsonObject } from '@inspector/plugin-api';
import { readJson } from '@inspector/plugin-api/json';
import { createApp } from '../api/app.js';
import { listen } from '../api/listen.js';
import { BackgroundWork } from '../conductor/background.js';
import { RebootDelay } from '../conductor/delay.js';
import { LocalConductor } from '../conductor/local-conductor.js';
import type { InspectorConfig } from '../config/types.js';
import type { Inspector } from './inspector.js';
import { claimDatabase } from '../db/claim.js';
import type { DatabaseClaim } from '../db/database-claim.js';
import { openDatabase } from '../db/open-database.js';
import type { Database } from '../db/types.js';
import type { Log } from '../log/log.js';
import { createMetrics, type Metrics } from '../metrics/metrics.js';
import { BmcResolver } from '@inspector/plugin-api/bmc';
import { createHookRunner } from '../hooks/hooks.js';
import { loadPlugins } from './load-plugins.js';
import type { PluginHost } from '../plugin-host/host-types.js';
import { createPxeFilterManager, type PxeFilterManager } from '../pxe-filter/manager.js';
import { createRules, type Rules } from '../rules/create-rules.js';
import { storedRules } from '../rules/stored-rules.js';
import { StopList } from './stop-list.js';
import { databaseOptions } from '../config/options/small-groups.js';

/** What a server is made of. */
export interface ServerOptions {
  /** Resolved: every default filled in. */
  readonly config: InspectorConfig;
  readonly cwd: string;
  readonly log: Log;
  /** Bring the database to the newest revision first. Default: only the sqlite file a first start makes. */
  readonly upgradeDatabase?: boolean | undefined;
}

/**
 * Starts the service: plugins are checked before anything is opened, requests are taken once everything is
 * ready. When a step fails, what was started is stopped again.
 */
export async function startServer(options: ServerOptions): Promise<Inspector> {
  const started = new StopList(options.log, options.config.gracefulShutdownTimeout * 1000);
  try {
    return await start(options, started);
  } catch (error) {
    await started.stop();
    throw error;
  }
}

async function start(
  { config, cwd, log, upgradeDatabase }: ServerOptions,
  started: StopList,
): Promise<Inspector> {
  const metrics = createMetrics();
  const host = await loadPlugins({ config, cwd, log, metrics });
  const database = await openDatabase({
    config: config.database,
    cwd,
    log,
    upgrade: upgradeDatabase ?? config.database.connection === databaseOptions.connection.fallback,
  });
  let claim: DatabaseClaim | undefined;
  started.add('claim of the database', () => claim?.release() ?? Promise.resolve());
  started.add('database', () => database.close());
  started.add('plugins', () => host.close());
  await host.setUp({ introspectionData: database.introspectionData });
  const coordinator = host.driver('inspector.coordination').instance;
  if (coordinator.exclusive) claim = await claimDatabase({ config: config.database, cwd, log });
  if (config.processing.storeData === 'none') {
    log.warn("Introspection data are not kept: processing.storeData is 'none'");
  }

  const baremetal = host.driver('inspector.baremetal').instance;
  const filter = makeFilter(host, config, baremetal, database, metrics, log);
  const rules = makeRules(host, database, baremetal, log);
  const stopping = new AbortController();
  const conductor = new LocalConductor(
    {
      config,
      log,
      metrics,
      database,
      baremetal,
      storage: host.driver('inspector.storage').instance,
      coordinator,
      filter,
      hooks: createHookRunner(host.named('inspector.hook.processing'), {
        timeoutSeconds: config.pluginHost.timeout,
        metrics,
        log,
      }),
      rules: rules.engine,
      nodeNotFound: config.processing.nodeNotFoundHook
        ? host.driver('inspector.hook.node-not-found').instance
        : undefined,
      bmc: new BmcResolver(config.ipmiAddressFields),
      background: new BackgroundWork(config.maxConcurrency, log),
      delay: new RebootDelay(config.introspectionDelay, stopping.signal),
      unsettled: new Map(),
    },
    { rules: rules.service, plugins: () => host.report(), filter },
  );

  await filter.init();
  started.add('PXE filter', () => filter.tearDown());
  await conductor.recover();
  const periodicFilter = filter.periodic();
  periodicFilter.start();
  conductor.start();
  started.add('conductor', async (left) => {
    stopping.abort();
    await Promise.all([periodicFilter.stop(), conductor.stop(left)]);
  });

  const app = createApp({
    config,
    records: database.records,
    hookResults: database.hookResults,
    rules: storedRules(database.rules),
    storage: () => host.driver('inspector.storage').instance,
    conductor,
    metrics,
    log,
  });
  const handle = app.callback();
  const listener = await listen((request, response) => void handle(request, response), config, log);
  started.add('API', () => listener.close());
  log.info(`Inspector listens on ${listener.url}`);
  return { url: listener.url, config, close: () => started.stop() };
}

function makeFilter(
  host: PluginHost,
  config: InspectorConfig,
  baremetal: BareMetal,
  { records }: Database,
  metrics: Metrics,
  log: Log,
): PxeFilterManager {
  const { name, instance } = host.driver('inspector.pxe-filter');
  return createPxeFilterManager({
    driver: instance,
    driverName: name,
    config,
    baremetal,
    records,
    metrics,
    log,
  });
}

function makeRules(host: PluginHost, database: Database, baremetal: BareMetal, log: Log): Rules {
  const storage = host.driver('inspector.storage').instance;
  return createRules({
    repository: database.rules,
    conditions: host.extension('inspector.rule.condition'),
    actions: host.extension('inspector.rule.action'),
    log,
    loadData: async (uuid) => readJson(await storage.get(uuid, true)) as JsonObject,
    readNode: (uuid) => baremetal.getNode(uuid),
    listPorts: (uuid) => baremetal.listNodePorts(uuid),
  });
}
