import type { Context, Next } from 'koa';
import type { CoreGroups } from '../config/types.js';

/** Headers any page may send; asking for them needs no permission. */
const SIMPLE_HEADERS = [
  'accept',
  'accept-language',
  'cache-control',
  'content-language',
  'content-type',
  'expires',
  'last-modified',
  'pragma',
];

/**
 * Middleware: lets pages from the allowed origins read answers. Any other origin gets the plain answer, which
 * its browser withholds from the page.
 */
export function cors(options: CoreGroups['cors']) {
  const origins = new Set(options.allowedOrigin);
  return (ctx: Context, next: Next): Promise<unknown> => {
    const origin = ctx.get('Origin');
    if (origins.size > 0 && origin !== '') decorate(ctx, origin);
    return next();
  };

  function decorate(ctx: Context, origin: string): void {
    ctx.vary('Origin');
    const allowed = origins.has('*') ? '*' : origins.has(origin) ? origin : undefined;
    if (allowed === undefined) return;
    const isPreflight = ctx.method === 'OPTIONS';
    if (isPreflight && !preflight(ctx, options)) return;
    ctx.set('Access-Control-Allow-Origin', allowed);
    // Browsers refuse credentials together with the wildcard.
    if (options.allowCredentials && allowed !== '*') ctx.set('Access-Control-Allow-Credentials', 'true');
    if (!isPreflight && options.exposeHeaders.length > 0) {
      ctx.set('Access-Control-Expose-Headers', options.exposeHeaders.join(','));
    }
  }
}

/** Grants what a preflight request asks for; false when some of it is not permitted. */
function preflight(ctx: Context, { allowMethods, allowHeaders, maxAge }: CoreGroups['cors']): boolean {
  const method = ctx.get('Access-Control-Request-Method');
  const asked = ctx
    .get('Access-Control-Request-Headers')
    .split(',')
    .map((header) => header.trim())
    .filter((header) => header !== '');
  const permitted = new Set([...SIMPLE_HEADERS, ...allowHeaders.map((header) => header.toLowerCase())]);
  if (!allowMethods.includes(method)) return false;
  if (!asked.every((header) => permitted.has(header.toLowerCase()))) return false;
  ctx.set('Access-Control-Max-Age', String(maxAge));
  ctx.set('Access-Control-Allow-Methods', method);
  if (asked.length > 0) ctx.set('Access-Control-Allow-Headers', asked.join(','));
  return true;
}
