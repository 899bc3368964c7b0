import { ClockSteps } from '../tasks/clock-steps.js';
import type { Coordinator } from '@inspector/plugin-api';
import { BmcOwners, BmcResolver } from '@inspector/plugin-api/bmc';
import { BackgroundWork } from '../conductor/background.js';
import { LocalPace, RebootLine, type RebootPace } from '../conductor/delay.js';
import { LocalConductor } from '../conductor/local-conductor.js';
import { MemoryRecentPosts, StoredRecentPosts } from '../conductor/recent-posts.js';
import { SharedPace } from '../conductor/shared-pace.js';
import type { MemberIdentity } from '../reports/cluster-status.js';
import type { Conductor } from '../conductor/types.js';
import { StrangerRequests } from '../conductor/stranger-requests.js';
import { UnmatchedPosts } from '../conductor/unmatched-posts.js';
import { MemoryUnsettledFailures } from '../conductor/unsettled.js';
import { KeptPostsFlag } from '../conductor/kept-posts-flag.js';
import { USUAL_TIMING } from '../conductor/timing.js';
import { createHookRunner } from '../hooks/hooks.js';
import { fencedCoordinator } from '../introspection/fenced-coordinator.js';
import { Holdings } from '../introspection/holdings.js';
import { Progress } from '../introspection/progress.js';
import { SharedWork } from '../tasks/shared-work.js';
import { followOthers } from '../pxe-filter/follow-others.js';
import { makeFilter } from './filter-part.js';
import { startFollowersPart } from './followers-part.js';
import type { Foundation } from './foundation.js';
import { startGenerationPart } from './generation-part.js';
import { measuredStorage } from './measured-storage.js';
import { makeRules } from './rules-part.js';
import type { StopList } from './stop-list.js';
import type { StartOptions } from './start-options.js';

/**
 * Starts the conductor of a process, and the PXE filter with it. What a process that died left behind is dealt
 * with before DHCP is opened.
 *
 * @param identity - what names the process
 */
export async function startConductorPart(
  options: StartOptions,
  foundation: Foundation,
  identity: MemberIdentity,
  started: StopList,
): Promise<Conductor> {
  const { config, log, timing } = options;
  const { host, database, metrics } = foundation;
  if (config.processing.storeData === 'none') {
    log.warn("Introspection data are not kept: processing.storeData is 'none'");
  }
  const driver = host.driver('inspector.coordination').instance;
  const fences = await database.fences.begin(driver.exclusive ? undefined : driver.realm);
  const filter = makeFilter(options, foundation);
  const rules = makeRules(options, foundation);
  const stopping = new AbortController();
  const background = new BackgroundWork(config.maxConcurrency, log);
  const delay = new RebootLine(makePace(config.introspectionDelay, driver, stopping.signal), stopping.signal);
  metrics.onScrape(async () => {
    metrics.rebootQueue.set(delay.waiting);
    metrics.backgroundWork.set({ state: 'running' }, background.active);
    metrics.backgroundWork.set({ state: 'queued' }, background.queued);
  });
  const baremetal = host.driver('inspector.baremetal').instance;
  const bmc = new BmcResolver(config.ipmiAddressFields);
  const conductor = new LocalConductor(
    {
      config,
      log,
      metrics,
      database,
      baremetal,
      storage: measuredStorage(host.driver('inspector.storage').instance, metrics),
      coordinator: fencedCoordinator(driver, fences),
      filter,
      hooks: createHookRunner(host.named('inspector.hook.processing'), {
        timeoutSeconds: config.pluginHost.timeout,
        metrics,
        log,
        whyDisabled: (plugin) => host.faults.whyDisabled(plugin),
      }),
      rules: rules.engine,
      nodeNotFound: config.processing.nodeNotFoundHook
        ? host.driver('inspector.hook.node-not-found').instance
        : undefined,
      bmc,
      bmcOwners: new BmcOwners(baremetal, bmc),
      strangers: new StrangerRequests({
        perSecond: config.limits.strangersRequests,
        interfaces: config.limits.interfaces,
        metrics,
        log,
      }),
      background,
      delay,
      recent: driver.exclusive ? new MemoryRecentPosts() : new StoredRecentPosts(database.recentPosts),
      unsettled: new MemoryUnsettledFailures(),
      clock: new ClockSteps(),
      unmatched: new UnmatchedPosts({
        repository: database.unmatched,
        quota: config.unmatchedPosts,
        metrics,
        log,
      }),
      kept: new KeptPostsFlag({ shared: !driver.exclusive }),
      progress: new Progress(),
      holdings: new Holdings(),
      aborts: new SharedWork(),
      ...USUAL_TIMING,
      ...timing,
    },
    { rules: rules.service, plugins: () => host.report(), identity, filter },
  );

  await filter.init();
  started.add('PXE filter', () => filter.tearDown());
  await conductor.recover();
  const periodicFilter = filter.periodic();
  periodicFilter.start();
  const follower = followOthers(filter, database.events, log, driver.exclusive);
  follower.start();
  started.add('conductor', async (left) => {
    stopping.abort();
    await Promise.all([periodicFilter.stop(), follower.stop(), conductor.stop(left)]);
  });
  await conductor.start();
  startFollowersPart(options, foundation, started);
  await startGenerationPart(options, foundation, started);
  return conductor;
}

/** Keeps reboots apart: those of this process, or of all that share the work. */
function makePace(seconds: number, driver: Coordinator, stopping: AbortSignal): RebootPace | undefined {
  if (seconds <= 0) return undefined;
  return driver.exclusive ? new LocalPace(seconds) : new SharedPace(seconds, driver, stopping);
}
