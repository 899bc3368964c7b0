import type { AccessControl } from '../access/access-control.js';
import { FailedCredentials } from '../access/failed-credentials.js';
import type { ReadinessCheck } from '../api/health/readiness.js';
import { EventStreams } from '../api/events/event-streams.js';
import type { ApiDependencies } from '../api/dependencies.js';
import { limitReports, type LimitReports } from '../api/limits/limit-reports.js';
import { requestLimits, type RequestLimits } from '../api/limits/request-limits.js';
import type { Conductor } from '../conductor/types.js';
import { UnmatchedPosts } from '../conductor/unmatched-posts.js';
import { diagnosisOf } from '../diagnosis/diagnosis-of.js';
import { storedRules } from '../rules/stored-rules.js';
import { makeAccess } from './access-part.js';
import { makeAudit } from './audit-part.js';
import type { ClusterReport } from './cluster-report.js';
import { measureCluster } from './measure-cluster.js';
import { measuredStorage } from './measured-storage.js';
import type { Foundation } from './foundation.js';
import { generationOnRequest } from './generation-on-request.js';
import { lazyInventory } from './lazy-inventory.js';
import { makeSessions } from './session-part.js';
import { readPages } from './pages-part.js';
import { makeReadiness } from './readiness-part.js';
import type { StopList } from './stop-list.js';
import type { StartOptions } from './start-options.js';

/** What the API of a process is started with. */
export interface ApiOptions extends StartOptions {
  /** Who may do what. Default: what `authStrategy` says. */
  readonly access?: AccessControl | undefined;
}

/** What the API of a process asks. */
export interface Behind {
  readonly conductor: Conductor;
  readonly cluster: ClusterReport;
}

/** The API of a process, which does not listen yet. */
export interface Api {
  readonly dependencies: ApiDependencies;
  readonly limits: RequestLimits;
  readonly reports: LimitReports;
  /** To be ended before its listeners, which wait for their answers. */
  readonly streams: EventStreams;
}

/** Makes the API, and what it needs to know who may do what. Of the plugins it uses the storage only. */
export async function makeApi(
  options: ApiOptions,
  foundation: Foundation,
  behind: Behind,
  started: StopList,
): Promise<Api> {
  const { config, log } = options;
  const { database, metrics, reloads } = foundation;
  const reports = limitReports(metrics, log);
  const failures = new FailedCredentials({
    most: config.limits.failedCredentials,
    onShutOut: (address) => reports.hit('failedCredentials', address),
  });
  const checks: ReadinessCheck[] = [];
  const access =
    options.access ?? (await makeAccess(options, { metrics, failures, checks, reloads }, started));
  measureCluster(metrics, behind.cluster);
  const inventory = lazyInventory(options);
  started.add('inventory', () => inventory.close());
  const { events } = database;
  const streams = new EventStreams({ events, most: config.limits.watchers, reports, log });
  metrics.onScrape(async () => metrics.eventWatchers.set(streams.size));
  const refused = new UnmatchedPosts({
    repository: database.unmatched,
    quota: config.unmatchedPosts,
    metrics,
    log,
  });
  started.add('refused posts', () => refused.stop());
  const dependencies = {
    ...dependenciesOn(options, foundation, behind),
    refused,
    streams,
    inventory,
    generation: generationOnRequest(options, inventory, started),
    access,
    audit: makeAudit(options, started, reloads),
    sessions: makeSessions(config),
    readiness: makeReadiness(foundation, behind.conductor, checks),
    pages: await readPages(foundation.host, log),
  };
  return { dependencies, limits: requestLimits(config, reports), reports, streams };
}

/** What an API works with, whoever may use it. */
export const dependenciesOn = (
  { config, log }: StartOptions,
  { host, database, metrics }: Foundation,
  { conductor, cluster }: Behind,
): Omit<ApiDependencies, 'access' | 'inventory' | 'generation' | 'streams'> => ({
  config,
  records: database.records,
  hookResults: database.hookResults,
  history: database.history,
  summaries: database.summaries,
  baselines: database.baselines,
  events: database.events,
  unmatched: database.unmatched,
  diagnosis: {
    of: (asked) =>
      diagnosisOf(asked, { ...database, conductor, cluster, limits: { timeout: config.timeout } }),
  },
  rules: storedRules(database.rules),
  storage: measuredStorage(host.driver('inspector.storage').instance, metrics),
  conductor,
  cluster,
  metrics,
  log,
});
