import { randomUUID } from 'node:crypto';
import { allowEveryone } from '../access/allow-everyone.js';
import { limitReports } from '../api/limits/limit-reports.js';
import { requestLimits } from '../api/limits/request-limits.js';
import type { Conductor } from '../conductor/types.js';
import type { MemberIdentity } from '../reports/cluster-status.js';
import { openCertificate } from './certificate-part.js';
import type { Foundation } from './foundation.js';
import type { StopList } from './stop-list.js';
import type { InspectorConfig } from '../config/types.js';
import { startRpcServer } from '../rpc/server.js';
import type { Inspector } from './inspector.js';
import { listenForMetrics } from './api-listeners.js';
import { ClusterReport } from './cluster-report.js';
import { clusterOfGiven } from './cluster-sources.js';
import { generationOnRequest } from './generation-on-request.js';
import { lazyInventory } from './lazy-inventory.js';
import { EventStreams } from '../api/events/event-streams.js';
import { dependenciesOn } from './make-api.js';
import { joinReachable } from './join-members.js';
import { ownHost, ownIdentity } from './own-identity.js';
import { rpcServerTls } from './rpc-tls.js';
import { startAll } from './start-all.js';
import { foundConductor } from './start-conductor.js';
import type { StartOptions } from './start-options.js';
import type { UpgradeOptions } from './upgrade.js';

/** How many times as long as the largest post the text of a call may be: quotes within JSON text take two characters. */
const ESCAPED = 2;

/**
 * Starts a conductor that takes the calls of API processes. It listens when everything else is ready, and becomes a member
 * last. At the stop it leaves first, and what it has begun ends before it lets go of its leases.
 *
 * @returns `url` is where calls reach it
 */
export const startListeningConductor = (options: StartOptions & UpgradeOptions): Promise<Inspector> =>
  startAll(options, async (started) => {
    const { config, log } = options;
    const identity = await ownIdentity(config, 'conductor');
    const { conductor, foundation } = await foundConductor(options, identity, started);
    await serveMetrics(options, { foundation, conductor, identity }, started);
    const instance = randomUUID();
    const { secret, listenAddress, listenPort } = config.rpc;
    const tls = await rpcServerTls(config.rpc);
    const server = await startRpcServer({
      ...{ conductor, instance, log, address: listenAddress, port: listenPort },
      maxBodyBytes: ESCAPED * config.maxBodySize,
      ...(secret !== undefined && { secret }),
      ...(tls !== undefined && { tls }),
    });
    const url = config.rpc.url ?? ownUrl(config, server.port);
    const reachable = { place: { instance, url }, close: (left: number) => server.close(left) };
    await joinReachable(
      foundation.host.driver('inspector.coordination').instance,
      { identity, log },
      reachable,
      started,
    );
    log.info(`The conductor takes calls at ${url}`);
    return { url, config, close: () => started.stop(), reload: () => foundation.reloads.run() };
  });

/** A conductor has no API, and its metrics are asked for at their own address only. */
async function serveMetrics(
  options: StartOptions,
  {
    foundation,
    conductor,
    identity,
  }: {
    readonly foundation: Foundation;
    readonly conductor: Conductor;
    readonly identity: MemberIdentity;
  },
  started: StopList,
): Promise<void> {
  const { config, log } = options;
  if (config.metrics.listen === undefined) return;
  const reports = limitReports(foundation.metrics, log);
  const base = { asked: identity, coordination: config.coordination.driver };
  const cluster = new ClusterReport(clusterOfGiven(base, conductor));
  const inventory = lazyInventory(options);
  const dependencies = {
    ...dependenciesOn(options, foundation, { conductor, cluster }),
    access: allowEveryone,
    streams: new EventStreams({
      events: foundation.database.events,
      most: config.limits.watchers,
      reports,
      log,
    }),
    inventory,
    generation: generationOnRequest(options, inventory, started),
  };
  const certificate = await openCertificate(options, foundation, started);
  await listenForMetrics(
    { dependencies, limits: requestLimits(config, reports), reports },
    certificate,
    started,
  );
}

/** Where it is reached when nobody says otherwise: at the address it listens on, or by the name of the machine. */
function ownUrl(config: InspectorConfig, port: number): string {
  const { listenAddress, certFile } = config.rpc;
  const isAny = listenAddress === '::' || listenAddress === '0.0.0.0';
  const host = isAny ? ownHost(config) : listenAddress;
  return `${certFile === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
