import { newOrigin, withOrigin } from '@inspector/plugin-api';
import type { Context, Next } from 'koa';
import { frameHeaders } from './frame-headers.js';

/** Middleware, the outermost: gives the request its id, which follows everything that is done because of it. */
export function frame(ctx: Context, next: Next): Promise<unknown> {
  const origin = newOrigin(ctx.get('X-OpenStack-Request-ID'));
  ctx.set(frameHeaders(origin.requestId));
  return withOrigin(origin, next);
}
