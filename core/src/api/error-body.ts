import type { Context, Next } from 'koa';
import { InspectorError } from '../errors/inspector-error.js';
import type { Log } from '../log.js';
import { json, send } from './reply.js';

/** The body of every failure. */
export const errorBody = (message: string): { error: { message: string } } => ({ error: { message } });

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
      if (status >= 500) log.error({ err: error, method: ctx.method, path: ctx.path }, message);
      else log.debug(`${ctx.method} ${ctx.path}: ${status} ${message}`);
      if (ctx.res.headersSent || !ctx.writable) return;
      send(ctx, json(status, errorBody(message)));
    }
  };
}

function describe(error: unknown, debug: boolean): { status: number; message: string } {
  if (InspectorError.is(error)) {
    const { status, message } = error;
    return { status: status >= 400 && status <= 599 ? status : 500, message };
  }
  const name = error instanceof Error ? error.constructor.name : typeof error;
  const text = error instanceof Error ? error.message : String(error);
  return { status: 500, message: `Internal server error${debug ? ` (${name}): ${text}` : ''}` };
}
