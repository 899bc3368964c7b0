import { createRequire } from 'node:module';
import { createJSONRPCRequest, isJSONRPCResponse, type JSONRPCResponse } from 'json-rpc-2.0';
import type * as Undici from 'undici';
import { thrownText, type WorkOrigin } from '@inspector/plugin-api';
import type { ConductorAddress } from './conductor-address.js';
import { PeerClocks } from './peer-clocks.js';
import { ANSWER_SIGNATURE, callPath, RPC_ERRORS } from './protocol.js';
import { isAnswerSigned, newNonce, signRequest } from './signature.js';

const require = createRequire(import.meta.url);
/** Loaded for the first call: a service of one process makes none. */
const undici = (): typeof Undici => require('undici') as typeof Undici;

/** The conductor certainly did not take the call: another one may. */
export class NotDelivered extends Error {}

/** The conductor may have taken the call, and its answer did not arrive. */
export class AnswerLost extends Error {}

/** Certificates for calls to conductors with TLS, PEM. */
export interface RpcClientTls {
  readonly ca?: string | Buffer;
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
}

/** One call. */
export interface Call {
  /** The same for every try. */
  readonly id: string;
  readonly method: string;
  readonly params: readonly unknown[];
  /** The request it is made for, which the conductor works for from then on. */
  readonly origin?: WorkOrigin | undefined;
}

/** Milliseconds for opening a connection, within one network. */
const CONNECT = 2000;
/** Milliseconds a connection is kept without a call; shorter than conductors keep it. */
const KEPT = 60_000;

/** What fails before anything was sent. */
const NOT_CONNECTED = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_INVALID_URL',
]);
const TLS_FAILED = /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

/** Sends single requests to conductors over connections that are kept. */
export class Exchange {
  private agent: Undici.Agent | undefined;
  private readonly clocks = new PeerClocks();

  constructor(private readonly options: { readonly secret?: string; readonly tls?: RpcClientTls }) {}

  /**
   * Sends a request once, twice when the clock of the conductor turns out to be another one.
   *
   * @param signal - gives the answer up
   * @throws {@link NotDelivered}, {@link AnswerLost}
   */
  async send(to: ConductorAddress, call: Call, signal: AbortSignal): Promise<JSONRPCResponse> {
    const request = createJSONRPCRequest(call.id, call.method, call.params);
    const body = Buffer.from(JSON.stringify({ ...request, origin: call.origin }));
    const first = await this.request(to, body, signal);
    const now = (first.error?.data as { readonly now?: unknown } | undefined)?.now;
    if (first.error?.code !== RPC_ERRORS.wrongTime || typeof now !== 'number') return first;
    this.clocks.learn(to.instance, now);
    return this.request(to, body, signal);
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    await this.agent?.destroy();
  }

  private async request(to: ConductorAddress, body: Buffer, signal: AbortSignal): Promise<JSONRPCResponse> {
    const { secret } = this.options;
    const path = callPath(to.instance);
    const fresh = { nonce: newNonce(), time: this.clocks.now(to.instance) };
    const authorization =
      secret === undefined ? {} : { authorization: signRequest(secret, `POST ${path}`, body, fresh) };
    const { status, headers, content } = await this.post(
      to.url + path,
      { 'content-type': 'application/json', ...authorization },
      body,
      signal,
    );
    const signature = [headers[ANSWER_SIGNATURE]].flat()[0];
    const signed =
      secret === undefined ||
      (signature !== undefined && isAnswerSigned(secret, { nonce: fresh.nonce, status, signature }, content));
    const response = parsed(content);
    if (!signed) throw unsigned(to, status, response);
    if (response === undefined) throw new AnswerLost(`${to.url} sent something that is no JSON-RPC`);
    return response;
  }

  private async post(
    url: string,
    headers: Record<string, string>,
    body: Buffer,
    signal: AbortSignal,
  ): Promise<{ status: number; headers: Undici.Dispatcher.ResponseData['headers']; content: Buffer }> {
    const { Agent, request } = undici();
    this.agent ??= new Agent({
      connect: { timeout: CONNECT, ...this.options.tls },
      keepAliveTimeout: KEPT,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    try {
      const answer = await request(url, { method: 'POST', headers, body, signal, dispatcher: this.agent });
      const content = Buffer.from(await answer.body.arrayBuffer());
      return { status: answer.statusCode, headers: answer.headers, content };
    } catch (error) {
      const code = String((error as { readonly code?: unknown }).code);
      const text = `${url}: ${thrownText(error)}`;
      throw NOT_CONNECTED.has(code) || TLS_FAILED.test(code)
        ? new NotDelivered(text, { cause: error })
        : new AnswerLost(text, { cause: error });
    }
  }
}

/** Why an answer without a good signature cannot be used. Only a refusal is believed: it makes nothing worse. */
const unsigned = (
  { url }: ConductorAddress,
  status: number,
  response: JSONRPCResponse | undefined,
): Error => {
  if (status === 413)
    return new NotDelivered(`${url}: ${response?.error?.message ?? 'the call is too large'}`);
  if (status === 401) return new NotDelivered(`${url} has another \`rpc.secret\``);
  return new AnswerLost(`${url} sent an answer that is not signed with \`rpc.secret\``);
};

function parsed(content: Buffer): JSONRPCResponse | undefined {
  try {
    const value: unknown = JSON.parse(content.toString());
    return isJSONRPCResponse(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
