import type { Readable } from 'node:stream';
import type { Context } from 'koa';

/** The answer of a route. */
export interface Reply {
  readonly status: number;
  /**
   * Absent for 204. A stream is sent as it comes and destroyed when the client goes away. The status is out by
   * then: a stream that fails breaks the connection, so that nobody takes what came before for the whole.
   */
  readonly body?: string | Readable;
  readonly type: string;
  /** Further headers. */
  readonly headers?: Readonly<Record<string, string>>;
}

const JSON_TYPE = 'application/json';

/** An answer with a value as compact JSON and a final line break. */
export const json = (status: number, value: unknown): Reply => ({
  status,
  body: `${JSON.stringify(value)}\n`,
  type: JSON_TYPE,
});

/** An answer with JSON text that exists already. */
export const jsonText = (status: number, text: string): Reply => ({ status, body: text, type: JSON_TYPE });

/** The answer of an operation that goes on in the background: 202 with an empty object. */
export const accepted = (): Reply => json(202, {});

/** The answer of a deletion: 204. */
export const noContent = (): Reply => ({ status: 204, type: 'text/plain; charset=utf-8' });

/**
 * Sends an answer. An answer without content is written past Koa, which would take the `Content-Type` and the
 * `Content-Length: 0` away that existing clients and proxies expect of it.
 */
export function send(ctx: Context, { status, body, type, headers = {} }: Reply): void {
  ctx.status = status;
  ctx.set({ ...headers });
  ctx.set('Content-Type', type);
  if (body !== undefined) {
    ctx.body = body;
    return;
  }
  ctx.respond = false;
  ctx.res.setHeader('Content-Length', 0);
  ctx.res.end();
}
