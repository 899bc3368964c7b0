import type Koa from 'koa';
import type { AccessControl } from '../access/access-control.js';
import { FailedCredentials } from '../access/failed-credentials.js';
import type { ReadinessCheck } from '../api/health/readiness.js';
import { createApp } from '../api/app.js';
import type { ApiDependencies } from '../api/dependencies.js';
import { limitReports } from '../api/limits/limit-reports.js';
import { requestLimits } from '../api/limits/request-limits.js';
import { listen } from '../api/listen.js';
import { continueIntrospection } from '../api/routes/continue-introspection.js';
import { getMetrics } from '../api/routes/get-metrics.js';
import { allowEveryone } from '../access/allow-everyone.js';
import { hostAndPort } from '../config/host-and-port.js';
import type { InspectorConfig } from '../config/types.js';
import type { Conductor } from '../conductor/types.js';
import { storedRules } from '../rules/stored-rules.js';
import { makeAccess } from './access-part.js';
import { openCertificate } from './certificate-part.js';
import { makeAudit } from './audit-part.js';
import { measuredStorage } from './measured-storage.js';
import type { Foundation } from './foundation.js';
import { makeReadiness } from './readiness-part.js';
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
  const { host, database, metrics, reloads } = foundation;
  const reports = limitReports(metrics, log);
  const failures = new FailedCredentials({
    most: config.limits.failedCredentials,
    onShutOut: (address) => reports.hit('failedCredentials', address),
  });
  const checks: ReadinessCheck[] = [];
  const access =
    options.access ?? (await makeAccess(options, { metrics, failures, checks, reloads }, started));
  const limits = requestLimits(config, reports);
  const certificate = await openCertificate(options, foundation, started);
  const api: ApiDependencies = {
    config,
    records: database.records,
    hookResults: database.hookResults,
    unmatched: database.unmatched,
    rules: storedRules(database.rules),
    storage: measuredStorage(host.driver('inspector.storage').instance, metrics),
    conductor,
    access,
    audit: makeAudit(options, started, reloads),
    readiness: makeReadiness(foundation, conductor, checks),
    metrics,
    log,
  };
  const serve = async (app: Koa, at: InspectorConfig): Promise<string> => {
    const handle = app.callback();
    const listener = await listen((request, response) => void handle(request, response), at, {
      log,
      limits: reports,
      certificate,
    });
    started.add('API', () => listener.close());
    return listener.url;
  };
  const url = await serve(createApp(api, limits), config);
  log.info(`Inspector listens on ${url}`);
  const ramdisks = config.continueListen === undefined ? undefined : hostAndPort(config.continueListen);
  if (ramdisks) {
    const at = { ...config, listenAddress: ramdisks.host, listenPort: ramdisks.port };
    const app = createApp(api, limits, [continueIntrospection]);
    const place = await serve(app, { ...at, listenUnixSocket: undefined });
    log.info(`Ramdisks deliver their data at ${place}/v1/continue, and find nothing else there`);
  }
  const scraping = config.metrics.listen === undefined ? undefined : hostAndPort(config.metrics.listen);
  if (scraping) {
    const at = { ...config, listenAddress: scraping.host, listenPort: scraping.port };
    const app = createApp({ ...api, access: allowEveryone }, limits, [getMetrics]);
    const place = await serve(app, { ...at, listenUnixSocket: undefined });
    log.info(`Metrics are at ${place}/metrics`);
  }
  return url;
}
