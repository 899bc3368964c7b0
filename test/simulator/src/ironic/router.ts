import { routingFault } from './answer.js';
import { discoveryRoutes } from './discovery-routes.js';
import { nodeRoutes } from './node-routes.js';
import { portRoutes } from './port-routes.js';
import { powerRoutes } from './power-routes.js';
import type { Handler, Route } from './request.js';
import { traitRoutes } from './trait-routes.js';

/** A request's route and the ids in its path. */
export interface Match {
  /** Method and path with `{}` for ids, for the log: `GET /v1/nodes/{}`. */
  readonly route: string;
  readonly ids: readonly string[];
  /** Throws 404 or 405 where nothing fits. */
  readonly handle: Handler;
}

interface Branch {
  readonly children: Map<string, Branch>;
  readonly handlers: Map<string, Route>;
}

const branch = (): Branch => ({ children: new Map(), handlers: new Map() });
const tree = branch();
for (const route of [...discoveryRoutes, ...nodeRoutes, ...powerRoutes, ...traitRoutes, ...portRoutes]) {
  let at = tree;
  for (const segment of segmentsOf(route.path)) {
    const next = at.children.get(segment) ?? branch();
    at.children.set(segment, next);
    at = next;
  }
  at.handlers.set(route.method, route);
}

/** Finds the handler of a request; fixed segments win over ids. */
export function match(method: string, path: string): Match {
  const ids: string[] = [];
  let at: Branch | undefined = tree;
  const pattern: string[] = [];
  for (const segment of segmentsOf(path)) {
    const fixed: Branch | undefined = segment === '{}' ? undefined : at.children.get(segment);
    if (fixed === undefined) ids.push(decode(segment));
    at = fixed ?? at.children.get('{}');
    pattern.push(fixed === undefined ? '{}' : segment);
    if (at === undefined) break;
  }
  const route = `${method} /${pattern.join('/')}`;
  const refuse = (error: Error): Match => ({
    route,
    ids,
    handle: () => {
      throw error;
    },
  });
  if (at === undefined || at.handlers.size === 0) return refuse(routingFault(404, 'Not Found'));
  const found = at.handlers.get(method);
  if (found === undefined) return refuse(routingFault(405, 'Method Not Allowed'));
  return { route, ids, handle: found.handle };
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) return segment;
    throw error;
  }
}
