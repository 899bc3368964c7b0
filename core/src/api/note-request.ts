import type { Context, Next } from 'koa';
import type { AuditEntry, AuditTrail } from './audit/audit-entry.js';
import type { Clients } from './clients.js';
import type { ApiDependencies } from './dependencies.js';
import { presentStateOf, type RequestState } from './request-state.js';

/** What is told about requests, and to whom. */
interface Services extends Pick<ApiDependencies, 'log' | 'metrics' | 'audit'> {
  readonly clients: Clients;
}

/** Middleware: measures requests, takes down who did what, and logs each request where `debug` is set. */
export function noteRequests({ log, metrics, audit, clients }: Services) {
  return async (ctx: Context, next: Next): Promise<void> => {
    const begin = performance.now();
    await next();
    const duration = performance.now() - begin;
    const { method, path, status } = ctx;
    const state = presentStateOf(ctx);
    const route = state.reached?.route.path ?? 'none';
    metrics.httpSeconds.observe({ method, route, status }, duration / 1000);
    const outcome = { status, milliseconds: Math.round(duration) };
    const client = clients.addressOf(ctx.req);
    if (audit) takeDown(state, { method, ...outcome, address: client }, audit);
    const caller = state.caller?.name;
    const who = caller === undefined ? {} : { caller };
    log.debug({ method, path, ...outcome, client, ...who }, 'request');
  };
}

type Outcome = Pick<AuditEntry, 'method' | 'status' | 'milliseconds' | 'address'>;

/** Takes down what was decided about a request, where that matters. */
function takeDown({ caller, reached }: Partial<RequestState>, outcome: Outcome, audit: AuditTrail): void {
  if (caller === undefined || reached?.denial === undefined) return;
  const { route, params, denial } = reached;
  const changes = route.method !== 'GET' && route.isQuestion !== true;
  if (
    denial === null &&
    reached.isLogIn !== true &&
    (route.public === true || (!changes && !audit.withReads))
  )
    return;
  audit.record({
    actor: caller.actor,
    ...outcome,
    route: route.path,
    operation: route.operation,
    target: params,
    rule: route.policy,
    decision: decisionOf(denial?.error.status),
    decidedBy: caller.decidedBy?.(route.policy),
  });
}

/** @param status - of a denial; one of the service's own is no decision about the caller */
function decisionOf(status: number | undefined): AuditEntry['decision'] {
  if (status === undefined) return 'allowed';
  return status >= 500 ? 'undecided' : 'denied';
}
