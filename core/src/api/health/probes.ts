import { isLoopback } from '@inspector/plugin-api/ramdisk-data';
import type { Context, Next } from 'koa';
import type { AccessControl } from '../../access/access-control.js';
import type { Clients } from '../clients.js';
import { json, noContent, send, type Reply } from '../reply.js';
import type { PartState, Readiness } from './readiness.js';

/** What the probes work with. */
export interface ProbeServices {
  readonly access: AccessControl;
  readonly clients: Clients;
  /** Undefined: nobody looks at anything, and so the service cannot say that it is ready. */
  readonly readiness?: Readiness | undefined;
}

const METHODS = new Set(['GET', 'HEAD']);

/**
 * Middleware: answers `/livez` (this process takes requests) and `/readyz` (what it needs is there), before authentication
 * and versions. Everybody sees which part is not ready. Why, and when that was looked at, is for those who may see it, and
 * who ask for it with `?verbose`.
 */
export function probes(services: ProbeServices) {
  return async (ctx: Context, next: Next): Promise<void> => {
    const { path, method } = ctx;
    if (!METHODS.has(method) || (path !== '/livez' && path !== '/readyz')) {
      await next();
      return;
    }
    const reply = path === '/livez' ? plain(200, 'ok\n') : await readyz(ctx, services);
    send(ctx, method === 'HEAD' && reply.status === 200 ? noContent() : reply);
  };
}

const plain = (status: number, body: string): Reply => ({ status, body, type: 'text/plain; charset=utf-8' });

async function readyz(ctx: Context, services: ProbeServices): Promise<Reply> {
  const { readiness } = services;
  const parts = (await readiness?.parts()) ?? [];
  const isReady = parts.length > 0 && parts.every(({ state }) => state !== 'not-ready');
  const status = isReady ? 200 : 503;
  const wantsDetails = new URLSearchParams(ctx.querystring).has('verbose');
  const withDetails = wantsDetails && (await maySeeDetails(ctx, services));
  const ageOf = (part: PartState): number => Math.round((readiness?.ageOf(part) ?? 0) * 10) / 10;
  if (ctx.accepts(['text/plain', 'application/json']) === 'application/json') {
    const bodies = parts.map((part) => ({
      name: part.name,
      state: part.state,
      ...(withDetails ? { text: part.text, age_seconds: ageOf(part) } : {}),
    }));
    return json(status, { ready: isReady, parts: bodies });
  }
  const lines = parts.map((part) => {
    const line = `${part.name}: ${WORDS[part.state]}`;
    return withDetails ? `${line}: ${part.text} (looked at ${ageOf(part).toFixed(1)} s ago)` : line;
  });
  return plain(status, `${[...lines, isReady ? 'ready' : 'not ready'].join('\n')}\n`);
}

const WORDS: Readonly<Record<PartState['state'], string>> = {
  ready: 'ok',
  'not-ready': 'not ok',
  unseen: 'not looked at',
};

/** Details are for programs on the same machine, and for those who may read diagnoses. */
export async function maySeeDetails(
  ctx: Context,
  { access, clients }: Pick<ProbeServices, 'access' | 'clients'>,
): Promise<boolean> {
  const address = clients.addressOf(ctx.req);
  if (address === undefined || isLoopback(address)) return true;
  try {
    const { method, path } = ctx;
    const counted = clients.countedAddressOf(ctx.req);
    const caller = await access.identify({ method, path, headers: ctx.req.headers, address: counted });
    return (await caller.authorise('introspection:diagnosis', false)) === undefined;
  } catch {
    // Credentials that cannot be read, or that nobody can check now.
    return false;
  }
}
