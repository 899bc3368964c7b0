import { ROUTES } from '../../../core/src/api/routes/index.js';
import type { Rights } from './personas.js';

/** A node that neither service knows. */
const NODE = '6f5b1f2e-1d0c-4a6e-9e57-0c6a2f0b9a11';

/** Rules of routes that readers may use. */
const READERS = new Set(
  ['status', 'plugins', 'pxe-filter', 'cluster', 'diagnosis', 'events', 'metrics'].map(
    (name) => `introspection:${name}`,
  ),
);

/** Routes that ironic-inspector does not have. */
const OWN = new Set([
  ...[
    'getCluster',
    'getDiagnosis',
    'getHookResults',
    'getMetrics',
    'getOpenApi',
    'getPxeFilter',
    'listEvents',
    'listPlugins',
    'listUnmatched',
  ],
  ...['openSession', 'closeSession'],
  ...['explainRules', 'importRules', 'listHistory', 'getRun', 'getDifferences', 'listNodes'],
  ...['checkBaseline', 'listBaselines', 'setBaseline', 'clearBaseline'],
  ...['getInventory', 'replaceInventory', 'listInventoryRevisions', 'restoreInventory', 'generateInventory'],
]);

/** A request to one route. */
export interface RouteRequest {
  readonly method: string;
  readonly path: string;
  readonly isPublic: boolean;
  /** Whether ironic-inspector has the route. */
  readonly isShared: boolean;
  /** What somebody needs to be allowed to do. */
  readonly needs: Exclude<Rights, 'nothing'>;
}

/** One request to each route of Inspector, but the one that everybody who is known may use. */
export const ROUTE_REQUESTS: readonly RouteRequest[] = ROUTES.filter(
  ({ operation }) => operation !== 'getSession',
).map((route) => ({
  method: route.method,
  path: route.path.replace('{version}', 'v1').replaceAll(/\{\w+\}/g, NODE),
  isPublic: route.public === true,
  isShared: !OWN.has(route.operation),
  needs: READERS.has(route.policy) ? 'read' : 'everything',
}));

/** Whether rights suffice for a route. */
export const suffices = (rights: Rights, { isPublic, needs }: RouteRequest): boolean =>
  isPublic || rights === 'everything' || rights === needs;

/** The part of an answer that says who may do what, and its status. */
export interface Verdict {
  readonly status: number;
  readonly challenge: string | null;
  /** The message of a refusal; empty for what was let through. */
  readonly refusal: string;
}

/** Sends a request and reads what became of it. */
export async function send(
  url: string,
  { method, path }: Pick<RouteRequest, 'method' | 'path'>,
  headers: Readonly<Record<string, string>>,
): Promise<Verdict> {
  const answer = await fetch(url + path, {
    method,
    headers,
    ...(method === 'POST' ? { body: '{}' } : {}),
  });
  const text = await answer.text();
  const refused = answer.status === 401 || answer.status === 403;
  return {
    status: answer.status,
    challenge: answer.headers.get('www-authenticate'),
    refusal: refused ? (JSON.parse(text) as { error: { message: string } }).error.message : '',
  };
}
