import { currentOrigin } from '@inspector/plugin-api';
import Router from '@koa/router';
import Koa, { type Context, type Next } from 'koa';
import { ROUTE_RULES } from '../access/access-control.js';
import type { GivenLogin } from '../access/session/given-login.js';
import { SESSION_HEADER } from '../access/session/sessions.js';
import { clientsBehind, type Clients } from './clients.js';
import { cors } from './cors.js';
import type { ApiDependencies } from './dependencies.js';
import { answerErrors } from './error-body.js';
import { frame } from './frame.js';
import { probes } from './health/probes.js';
import { healthcheck } from './healthcheck.js';
import type { BodyKind } from './limits/body-limits.js';
import type { RequestLimits } from './limits/request-limits.js';
import { linksOf } from './links.js';
import { noteRequests } from './note-request.js';
import { servePages } from './pages/serve-pages.js';
import { send } from './reply.js';
import { stateOf, type ReachedRoute, type RequestState } from './request-state.js';
import type { Route } from './route.js';
import { ROUTES } from './routes/index.js';
import { certificateOfClient } from './tls/certificate-of-client.js';
import { answerUnrouted } from './unrouted.js';
import { logIn } from './session/log-in.js';
import { pageChallenge } from './session/page-challenge.js';
import { requestedVersion, versionHeaders } from './version.js';

/**
 * The API as a Koa application. Every request goes through the same steps in the same order: CORS, health
 * check, authentication, version, routing, policy, handler; the first that objects answers.
 *
 * @param limits - what all requests obey, also those to another application of the same API
 * @param routes - those that there are; without all of them, there is no health check either
 */
export function createApp(
  api: ApiDependencies,
  limits: RequestLimits,
  routes: readonly Route[] = ROUTES,
): Koa {
  const { config, log } = api;
  const app = new Koa();
  const services = { ...api, clients: clientsBehind(config.trustedProxies) };
  const router = new Router({ sensitive: true });
  for (const route of routes) {
    assertGuarded(route);
    const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1');
    router.register(path, [route.method], (ctx: Context) => handle(ctx, route, limits, services));
  }
  app.silent = true;
  app.on('error', (error: unknown) => noteLate(error, log));
  app.use(frame);
  app.use(noteRequests(services));
  app.use(answerErrors(log, config.debug));
  app.use(cors(config.cors));
  if (routes === ROUTES) {
    app.use(healthcheck(config.healthcheck, services));
    app.use(probes(services));
    if (api.pages !== undefined) app.use(servePages(api.pages));
  }
  app.use(versionHeaders);
  app.use((ctx, next) => prepare(ctx, next, services));
  app.use(router.routes());
  app.use((ctx) => answerUnrouted(ctx, router, stateOf(ctx).links));
  return app;
}

/** Notes what fails after the handler, while the answer is sent. A client that goes away is nobody's fault. */
function noteLate(error: unknown, log: ApiDependencies['log']): void {
  const isGone = error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
  if (isGone) log.debug('A client went away before its answer was complete');
  else log.error({ err: error }, 'A request failed outside of its handler');
}

/** A route that no policy rule guards would be open to everybody. */
export function assertGuarded({ operation, policy }: Pick<Route, 'operation' | 'policy'>): void {
  if (Object.hasOwn(ROUTE_RULES, policy)) return;
  throw new Error(
    `The route ${operation} asks for the policy rule "${policy}", which there is not: add it to ROUTE_RULES`,
  );
}

/** What the API works with, and who asks it. */
interface Services extends ApiDependencies {
  readonly clients: Clients;
}

async function prepare(ctx: Context, next: Next, api: Services): Promise<void> {
  const path = normalPath(ctx.path);
  const { clients } = api;
  const isProxy = clients.isProxy(ctx.req.socket);
  const session = api.sessions?.find(ctx.method, ctx.req.headers);
  const caller = await api.access.identify({
    method: ctx.method,
    path,
    headers: session?.headers ?? ctx.req.headers,
    certificate: () => certificateOfClient(ctx.req),
    address: clients.countedAddressOf(ctx.req),
  });
  const state: RequestState = {
    caller,
    links: linksOf(ctx.req, isProxy, api.config.scriptName),
    version: requestedVersion(ctx.req.headers),
    session,
  };
  Object.assign(ctx.state, state);
  if (path !== ctx.path) ctx.path = path;
  await next();
}

/** The path without doubled slashes at its beginning and without needless percent-encoding (RFC 3986, 6.2.2.2). */
const normalPath = (path: string): string =>
  path.replace(/^\/+/, '/').replace(/%([0-9a-f]{2})/gi, (encoded, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return /[\w.~-]/.test(character) ? character : encoded;
  });

async function handle(ctx: Context, route: Route, limits: RequestLimits, api: Services): Promise<void> {
  const state = stateOf(ctx);
  const { caller, links, version } = state;
  const reached: ReachedRoute = { route, params: { ...(ctx['params'] as Record<string, string>) } };
  state.reached = reached;
  const denial = await caller.authorise(route.policy, route.public === true);
  reached.denial = denial ?? null;
  const origin = currentOrigin();
  if (origin) origin.actor = caller.actor;
  if (denial) {
    ctx.set({ ...denial.headers });
    if (denial.error.status === 401 && ctx.get(SESSION_HEADER) !== '')
      ctx.set('WWW-Authenticate', pageChallenge(api.config.authStrategy));
    throw denial.error;
  }
  const request = {
    params: reached.params,
    query: new URLSearchParams(ctx.querystring),
    version,
    links,
    address: api.clients.addressOf(ctx.req) ?? null,
    caller,
    session: state.session,
    isSecure: links.absolute('').startsWith('https:'),
    logIn: (given: GivenLogin) =>
      logIn(given, { ctx, state, reached, address: api.clients.countedAddressOf(ctx.req) }, api),
    permission: {
      endsAt: soonest(caller.endsAt, state.session?.expiresAt),
      check: async () => caller.authorise(route.policy, route.public === true),
    },
    header: (name: string) => ctx.get(name) || undefined,
    body: (kind: BodyKind) => limits.body(ctx.req, ctx.res, kind),
  };
  send(ctx, await limits.answer(route, () => route.handle(request, api), ctx.res));
}

/** The first of two times, of which there may be none. */
const soonest = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
