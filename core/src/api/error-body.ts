import type { Context, Next } from 'koa';
import { InspectorError, shortText, thrownText } from '@inspector/plugin-api';
import { classNameOf } from '../errors/plain-error.js';
import type { Log } from '../log/log.js';
import { json, send } from './reply.js';

/** The body of every failure; its text has 8 kB at most. */
export const errorBody = (message: string): { error: { message: string } } => ({
  error: { message: shortText(message) },
});

/** What 503 says about when: seconds. What it is given for is over soon, or somebody has to repair it. */
const RETRY_LATER = { 'Retry-After': '5' };

/**
 * Middleware: turns whatever is thrown below it into an answer. Coded errors say their own text; of anything
 * else clients learn only that it happened, unless `debug` is set.
 */
export function answerErrors(log: Log, debug: boolean) {
  return async (ctx: Context, next: Next): Promise<void> => {
    try {
      await next();
    } catch (error) {
      const { status, message } = describe(error, debug);
      note(log, ctx, status, message, error);
      if (ctx.res.headersSent) return;
      // Whoever asked is gone; those who read logs and metrics are not.
      if (!ctx.writable) ctx.status = status;
      else send(ctx, { ...json(status, errorBody(message)), headers: retryHeaders(ctx, status) });
    }
  };
}

/** A denial that waits for another service says itself how long. */
const retryHeaders = (ctx: Context, status: number): Readonly<Record<string, string>> =>
  status === 503 && !ctx.res.hasHeader('Retry-After') ? RETRY_LATER : {};

/** Where an error came from matters only when nobody expected it. */
function note(log: Log, { method, path }: Context, status: number, message: string, error: unknown): void {
  if (!InspectorError.is(error)) log.error({ err: error, method, path }, message);
  else if (status >= 500) log.warn({ method, path, status, code: error.code }, message);
  else log.debug({ method, path, status, code: error.code }, message);
}

function describe(error: unknown, debug: boolean): { status: number; message: string } {
  if (InspectorError.is(error)) {
    const { status, message } = error;
    return { status: status >= 400 && status <= 599 ? status : 500, message };
  }
  const text = thrownText(error);
  return { status: 500, message: `Internal server error${debug ? ` (${classNameOf(error)}): ${text}` : ''}` };
}
