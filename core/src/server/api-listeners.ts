import type Koa from 'koa';
import { allowEveryone } from '../access/allow-everyone.js';
import { createApp } from '../api/app.js';
import { listen } from '../api/listen.js';
import { continueIntrospection } from '../api/routes/continue-introspection.js';
import { getMetrics } from '../api/routes/get-metrics.js';
import type { LiveCertificate } from '../api/tls/live-certificate.js';
import { hostAndPort } from '../config/host-and-port.js';
import type { InspectorConfig } from '../config/types.js';
import type { Api } from './make-api.js';
import type { StopList } from './stop-list.js';

/** What listeners need of an API. */
type Listening = Pick<Api, 'dependencies' | 'limits' | 'reports'>;

/**
 * Serves the whole API where the configuration says.
 *
 * @returns where that is
 * @throws `INSP_LISTEN_FAILED`
 */
export async function listenForEverybody(
  api: Listening,
  certificate: LiveCertificate | undefined,
  started: StopList,
): Promise<string> {
  const { dependencies, limits } = api;
  const { config, log } = dependencies;
  const url = await serve(createApp(dependencies, limits), config, { api, certificate, started });
  log.info(`Inspector listens on ${url}`);
  return url;
}

/**
 * Serves parts of the API at addresses of their own, where the configuration names any: what ramdisks need, and metrics.
 *
 * @returns where ramdisks deliver their data; undefined: nowhere else
 * @throws `INSP_LISTEN_FAILED`
 */
export async function listenAside(
  api: Listening,
  certificate: LiveCertificate | undefined,
  started: StopList,
): Promise<string | undefined> {
  const { dependencies, limits } = api;
  const { config, log } = dependencies;
  let place: string | undefined;
  const ramdisks = config.continueListen === undefined ? undefined : hostAndPort(config.continueListen);
  if (ramdisks) {
    const app = createApp(dependencies, limits, [continueIntrospection]);
    place = await serve(app, at(config, ramdisks), { api, certificate, started });
    log.info(`Ramdisks deliver their data at ${place}/v1/continue, and find nothing else there`);
  }
  await listenForMetrics(api, certificate, started);
  return place;
}

/**
 * Serves the metrics to everybody at an address of their own, where the configuration names one.
 *
 * @throws `INSP_LISTEN_FAILED`
 */
export async function listenForMetrics(
  api: Listening,
  certificate: LiveCertificate | undefined,
  started: StopList,
): Promise<void> {
  const { dependencies, limits } = api;
  const { config, log } = dependencies;
  const scraping = config.metrics.listen === undefined ? undefined : hostAndPort(config.metrics.listen);
  if (!scraping) return;
  const app = createApp({ ...dependencies, access: allowEveryone }, limits, [getMetrics]);
  const place = await serve(app, at(config, scraping), { api, certificate, started });
  log.info(`Metrics are at ${place}/metrics`);
}

/** Another address than the one of the whole API. */
const at = (
  config: InspectorConfig,
  { host, port }: { readonly host: string; readonly port: number },
): InspectorConfig => ({
  ...config,
  listenAddress: host,
  listenPort: port,
  listenUnixSocket: undefined,
});

async function serve(
  app: Koa,
  config: InspectorConfig,
  {
    api,
    certificate,
    started,
  }: {
    readonly api: Listening;
    readonly certificate: LiveCertificate | undefined;
    readonly started: StopList;
  },
): Promise<string> {
  const handle = app.callback();
  const { dependencies, reports } = api;
  const listener = await listen((request, response) => void handle(request, response), config, {
    log: dependencies.log,
    limits: reports,
    certificate,
  });
  started.add('API', () => listener.close());
  return listener.url;
}
