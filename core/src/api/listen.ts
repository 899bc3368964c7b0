import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { InspectorConfig } from '../config/types.js';
import { InspectorError, thrownText } from '@inspector/plugin-api';
import type { Log } from '../log/log.js';
import { clientsBehind } from './clients.js';
import { trackConnections } from './connections.js';
import { admitConnections } from './limits/admit-connections.js';
import type { LimitReports } from './limits/limit-reports.js';
import { cutUnreadAnswers } from './limits/unread-answers.js';
import type { LiveCertificate } from './tls/live-certificate.js';
import { answerRefused, requireOneHost, tooManyConnections } from './malformed.js';
import { removeSocketFile, setSocketMode } from './unix-socket.js';

/** A listening API server. */
export interface Listener {
  /** Where it is reached: a URL, or `unix:<path>`. */
  readonly url: string;
  /** The bound TCP port; `undefined` for a unix socket. */
  readonly port: number | undefined;
  /** Takes no new connections, lets running requests finish for as long as `gracefulShutdownTimeout`, then cuts them off. */
  close(): Promise<void>;
}

/** What a server reports to. */
export interface ListenServices {
  readonly log: Log;
  readonly limits: LimitReports;
  /** What HTTPS is served with; undefined: plain HTTP is served. */
  readonly certificate?: LiveCertificate | undefined;
}

type ListenConfig = Pick<
  InspectorConfig,
  | 'listenAddress'
  | 'listenPort'
  | 'listenUnixSocket'
  | 'listenUnixSocketMode'
  | 'gracefulShutdownTimeout'
  | 'limits'
  | 'trustedProxies'
>;

/**
 * Serves HTTP, or HTTPS, on the configured TCP address or unix socket.
 *
 * @param handler what answers requests, such as the `callback()` of a Koa application
 * @throws INSP_LISTEN_FAILED when the address cannot be bound
 */
export async function listen(
  handler: RequestListener,
  config: ListenConfig,
  { log, limits: reports, certificate }: ListenServices,
): Promise<Listener> {
  const server = createServer(requireOneHost(handler), config, certificate);
  const { limits } = config;
  answerRefused(server, reports);
  const connections = trackConnections(server);
  const { isProxy } = clientsBehind(config.trustedProxies);
  admitConnections(server, limits, { refusal: tooManyConnections, isProxy }, reports);
  cutUnreadAnswers(server, limits.answerSeconds, reports);
  const socketPath = config.listenUnixSocket;
  await bind(server, config);
  server.on('error', (error) => log.error({ err: error }, 'The API server failed'));
  const { url, port } = place(server, config, certificate !== undefined);
  let closed: Promise<void> | undefined;
  return {
    url,
    port,
    close: () =>
      (closed ??= connections.close(config.gracefulShutdownTimeout * 1000).then(async () => {
        if (socketPath !== undefined) await removeSocketFile(socketPath);
      })),
  };
}

/** Milliseconds to say what is wanted: the handshake of TLS, and the head of a request. */
const HEAD_TIME = 10_000;

/** Milliseconds between two looks for requests that take too long. */
const LOOK = 1000;

function createServer(
  handler: RequestListener,
  config: ListenConfig,
  certificate: LiveCertificate | undefined,
): Server {
  const bodyTime = config.limits.bodySeconds * 1000;
  const options = {
    requireHostHeader: false,
    headersTimeout: Math.min(HEAD_TIME, bodyTime),
    requestTimeout: bodyTime,
    connectionsCheckingInterval: LOOK,
  };
  if (certificate === undefined) return createHttpServer(options, handler);
  const tls = certificate.serverOptions;
  const server = createHttpsServer({ ...options, ...tls, handshakeTimeout: HEAD_TIME }, handler);
  certificate.follow(server);
  return server;
}

async function bind(server: Server, config: ListenConfig): Promise<void> {
  const { listenUnixSocket: path, listenAddress: host, listenPort: port } = config;
  try {
    if (path !== undefined) await removeSocketFile(path);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path === undefined ? { host, port } : { path }, () => {
        server.off('error', reject);
        resolve();
      });
    });
    if (path !== undefined) await setSocketMode(path, config.listenUnixSocketMode);
  } catch (cause) {
    server.close();
    const where = path ?? `${host} port ${port}`;
    throw new InspectorError(
      'INSP_LISTEN_FAILED',
      `The API cannot listen on ${where}: ${thrownText(cause)}. ` +
        `Choose another address (${path === undefined ? 'listenAddress, listenPort' : 'listenUnixSocket'}), or stop what uses it.`,
      { cause },
    );
  }
}

function place(server: Server, config: ListenConfig, isSecure: boolean): Pick<Listener, 'url' | 'port'> {
  if (config.listenUnixSocket !== undefined)
    return { url: `unix:${config.listenUnixSocket}`, port: undefined };
  const { address, family, port } = server.address() as AddressInfo;
  const host = family === 'IPv6' ? `[${address}]` : address;
  return { url: `${isSecure ? 'https' : 'http'}://${host}:${port}`, port };
}
