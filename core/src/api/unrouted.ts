import type Router from '@koa/router';
import type { Context } from 'koa';
import { InspectorError } from '@inspector/plugin-api';
import type { Links } from './links.js';

/**
 * What is answered to requests no route takes: the methods of the path to OPTIONS, 405 for a method the path
 * does not have, 308 where a doubled slash hides a route, else 404.
 */
export function answerUnrouted(ctx: Context, router: Router, links: Links): void {
  const methods = methodsOf(router, ctx.path);
  if (methods.length > 0) {
    ctx.set('Allow', methods.join(', '));
    if (ctx.method !== 'OPTIONS') {
      throw new InspectorError(
        'INSP_METHOD_NOT_ALLOWED',
        `405 Method Not Allowed: ${ctx.path} takes ${methods.join(', ')}`,
      );
    }
    ctx.status = 200;
    ctx.body = '';
    return;
  }
  const merged = ctx.path.replace(/\/{2,}/g, '/');
  if (merged === ctx.path || methodsOf(router, merged).length === 0) {
    throw new InspectorError('INSP_ROUTE_NOT_FOUND', `404 Not Found: there is nothing at ${ctx.path}`);
  }
  ctx.status = 308;
  ctx.set('Location', links.absolute(merged) + ctx.search);
  ctx.body = '';
}

function methodsOf(router: Router, path: string): string[] {
  const methods = router.match(path, 'OPTIONS').path.flatMap((layer) => layer.methods);
  return methods.length === 0 ? [] : [...new Set([...methods, 'OPTIONS'])].sort();
}
