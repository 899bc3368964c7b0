import { createJSONRPCErrorResponse } from 'json-rpc-2.0';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions as TlsOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { InspectorError, thrownText } from '@inspector/plugin-api';
import type { Conductor } from '../conductor/types.js';
import type { Log } from '../log/log.js';
import { within } from '../tasks/within.js';
import { BodyBudget, BodyTooLarge } from './body-budget.js';
import { Dispatcher } from './dispatcher.js';
import { Gate, type Verdict } from './gate.js';
import { ANSWER_SIGNATURE, callPath, RPC_ERRORS } from './protocol.js';
import { signAnswer } from './signature.js';

/** How a conductor listens for calls. */
export interface RpcServerOptions {
  readonly conductor: Conductor;
  /** Id of this process. */
  readonly instance: string;
  readonly address: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Shared with the API processes; absent only where `tls` asks for certificates of clients. */
  readonly secret?: string;
  /** Certificate, key, and the CA of clients; absent: plain HTTP. */
  readonly tls?: TlsOptions;
  /** Bytes of the largest request: a ramdisk's data are JSON text within JSON. */
  readonly maxBodyBytes: number;
  readonly log: Log;
  /** Milliseconds since 1970; default: {@link steadyNow}. */
  readonly clock?: () => number;
}

/** A conductor that listens. */
export interface RpcServer {
  readonly port: number;
  /** From now on no call is begun: callers are told to ask another conductor. */
  stopTaking(): void;
  /**
   * Begins no call any more, waits until the last one has ended, and a moment longer for callers who do not know yet that
   * this conductor leaves; all that at most so many milliseconds. Then it frees the port.
   */
  close(limitMilliseconds: number): Promise<void>;
}

/** Milliseconds a connection is kept without a call; longer than callers keep it, so that they end it. */
const KEPT = 75_000;

/**
 * Listens for the calls of API processes.
 *
 * @throws `INSP_LISTEN_FAILED`
 */
export async function startRpcServer(options: RpcServerOptions): Promise<RpcServer> {
  const { log, tls } = options;
  const dispatcher = new Dispatcher(options.conductor);
  const handle = callHandler(options, dispatcher);
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    handle(request, response).catch((error: unknown) => {
      log.debug(`A call ended without an answer: ${thrownText(error)}`);
      response.destroy();
    });
  };
  const settings = { keepAliveTimeout: KEPT };
  const server =
    tls === undefined ? createServer(settings, listener) : createTlsServer({ ...settings, ...tls }, listener);
  await listen(server, options);
  server.on('error', (err) => log.error({ err }, 'The listener for calls failed'));
  return {
    port: (server.address() as AddressInfo).port,
    stopTaking: () => {
      dispatcher.stopTaking();
    },
    async close(limit) {
      const end = performance.now() + limit;
      dispatcher.stopTaking();
      await within(dispatcher.idle(), limit);
      await setTimeout(Math.max(Math.min(MOMENT, end - performance.now()), 0));
      await closeServer(server, Math.max(end - performance.now(), 0));
    },
  };
}

/** Milliseconds in which every caller learns that a conductor has left. */
const MOMENT = 1000;

function callHandler(
  { instance, secret, maxBodyBytes, log, clock }: RpcServerOptions,
  dispatcher: Dispatcher,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const path = callPath(instance);
  const gate = secret === undefined ? undefined : new Gate(secret, clock);
  const budget = new BodyBudget(maxBodyBytes);
  return async (request, response) => {
    const answer = (status: number, text: string, nonce?: string): void => {
      const body = Buffer.from(text);
      const signed = secret !== undefined && nonce !== undefined;
      response
        .writeHead(status, {
          'content-type': 'application/json',
          'content-length': body.length,
          ...(signed && { [ANSWER_SIGNATURE]: signAnswer(secret, nonce, status, body) }),
        })
        .end(body);
    };
    let body: Buffer;
    try {
      body = await budget.read(request);
    } catch (error) {
      if (!(error instanceof BodyTooLarge)) throw error;
      answer(413, refusal(RPC_ERRORS.notTaken, error.message));
      return;
    }
    const target = `${String(request.method)} ${String(request.url)}`;
    const verdict: Verdict | undefined = gate?.check(target, request.headers.authorization, body);
    if (verdict?.passed === false) {
      const from = `${String(request.socket.remoteAddress)}`;
      log.warn(`A call from ${from} is refused: ${REASONS[verdict.reason]}`);
      if (verdict.reason === 'time')
        answer(401, refusal(RPC_ERRORS.wrongTime, REASONS.time, { now: verdict.now }), verdict.nonce);
      else answer(401, refusal(RPC_ERRORS.unsigned, REASONS[verdict.reason]));
      return;
    }
    if (target !== `POST ${path}`) {
      answer(404, refusal(RPC_ERRORS.notTaken, 'No conductor process with this id is here'), verdict?.nonce);
      return;
    }
    answer(200, await dispatcher.answer(body.toString()), verdict?.nonce);
  };
}

const REASONS = {
  unsigned: 'it is not signed with the same `rpc.secret`',
  repeated: 'it was sent before',
  time: 'its time is off by more than a minute',
} as const;

const refusal = (code: number, message: string, data?: object): string =>
  JSON.stringify(createJSONRPCErrorResponse(null, code, message, data));

async function listen(server: Server, { address, port }: RpcServerOptions): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: address, port }, () => {
        server.off('error', reject);
        resolve();
      });
    });
  } catch (cause) {
    throw new InspectorError(
      'INSP_LISTEN_FAILED',
      `The conductor cannot listen for calls on ${address} port ${port}: ${thrownText(cause)}. ` +
        'Choose another address (rpc.listenAddress, rpc.listenPort), or stop what uses it.',
      { cause },
    );
  }
}

function closeServer(server: Server, limitMilliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = globalThis.setTimeout(() => {
      server.closeAllConnections();
    }, limitMilliseconds);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
