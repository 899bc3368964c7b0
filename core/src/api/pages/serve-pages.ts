import type { Context, Next } from 'koa';
import { InspectorError } from '@inspector/plugin-api';
import type { PageContent, PageFile, Pages } from './pages.js';

/** What the browser keeps a page from: anything that is not its own, and text that becomes a script. */
const CONTENT_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const HEADERS = {
  'Content-Security-Policy': CONTENT_POLICY,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': 'DENY',
} as const;

/** One year, the longest that browsers take. */
const FOR_EVER = 'public, max-age=31536000, immutable';
/** Kept, and asked about each time. */
const ASK_AGAIN = 'no-cache';

/**
 * Middleware: answers what is below the path of a page, before authentication and versions. The files hold no data, so they are
 * open to everybody.
 */
export function servePages(pages: Pages) {
  return async (ctx: Context, next: Next): Promise<void> => {
    const [, id = '', path] = /^\/([^/]*)(?:\/(.*))?$/.exec(ctx.path) ?? [];
    const page = pages.get(id);
    if (page === undefined) await next();
    else if (path === undefined) redirect(ctx, id);
    else sendFile(ctx, page, path);
  };
}

/** To the page itself; relative, so that it is right below whatever path a proxy has. */
function redirect(ctx: Context, id: string): void {
  requireReading(ctx);
  ctx.status = 308;
  ctx.set('Location', `${id}/${ctx.search}`);
  ctx.body = '';
}

function sendFile(ctx: Context, page: PageContent, path: string): void {
  requireReading(ctx);
  const file = page.get(path);
  if (file === undefined) {
    throw new InspectorError('INSP_ROUTE_NOT_FOUND', `404 Not Found: the page has no file ${path}`);
  }
  ctx.set({ ...HEADERS, 'Cache-Control': file.isForEver ? FOR_EVER : ASK_AGAIN, ETag: file.etag });
  ctx.set('Vary', 'Accept-Encoding');
  ctx.status = 200;
  if (ctx.fresh) {
    ctx.status = 304;
    return;
  }
  ctx.set('Content-Type', file.type);
  ctx.body = bodyFor(ctx, file);
}

function bodyFor(ctx: Context, { body, gzip }: PageFile): Buffer {
  if (gzip === undefined || ctx.acceptsEncodings('gzip', 'identity') !== 'gzip') return body;
  ctx.set('Content-Encoding', 'gzip');
  return gzip;
}

function requireReading(ctx: Context): void {
  if (ctx.method === 'GET' || ctx.method === 'HEAD') return;
  ctx.set('Allow', 'GET, HEAD');
  throw new InspectorError(
    'INSP_METHOD_NOT_ALLOWED',
    `405 Method Not Allowed: ${ctx.path} takes GET and HEAD`,
  );
}
