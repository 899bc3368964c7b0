import { createRequire } from 'node:module';
import pLimit, { type LimitFunction } from 'p-limit';
import type * as Undici from 'undici';
import { currentPatience, InspectorError, thrownText, type Patience } from '@inspector/plugin-api';
import type { TlsSettings } from '@inspector/plugin-api/openstack';
import { ConnectionFailure, networkCode } from './connection-failure.js';
import { Exchange, type HttpAnswer, type HttpRequest } from './exchange.js';

/** Seconds a connection may take to open, where the time limit of the request is not shorter. */
const CONNECT_TIMEOUT = 10;

/** Seconds a request gets where no time to wait is left: a service that works returns its answer within that. */
const LEAST = 2;

const require = createRequire(import.meta.url);

/** Sends requests over kept-alive connections, so many at a time, each with a time limit. */
export class Transport {
  readonly #tls: TlsSettings;
  #agent: Undici.Agent | undefined;
  readonly #limit: LimitFunction;
  readonly #timeout: number;
  readonly #parallel: number;

  /**
   * @param timeout - seconds from sending a request to the end of its answer; waiting for a turn does not count
   * @param parallel - requests under way at the same time
   */
  constructor(tls: TlsSettings, timeout: number, parallel: number) {
    this.#tls = tls;
    this.#timeout = timeout;
    this.#parallel = parallel;
    this.#limit = pLimit(parallel);
  }

  /**
   * Sends one request, once.
   *
   * @param closing - aborted before {@link close} is called: its reason is what requests end with then
   * @throws {@link ConnectionFailure} without a complete answer in time; INSP_BAREMETAL_BAD_ANSWER when the
   *   peer does not speak HTTP or sends without end
   */
  send(message: HttpRequest, closing: AbortSignal): Promise<HttpAnswer> {
    const patience = currentPatience();
    return this.#limit(() => this.#exchange(message, closing, patience));
  }

  /** Ends all connections, also those with requests under way. */
  async close(): Promise<void> {
    await this.#agent?.destroy();
  }

  async #exchange(
    message: HttpRequest,
    closing: AbortSignal,
    patience: Patience | undefined,
  ): Promise<HttpAnswer> {
    closing.throwIfAborted();
    // The work it is for may have ended while the request waited for its turn.
    patience?.throwIfAborted();
    const exchange = new Exchange(message);
    const seconds = this.#secondsFor(patience);
    const timer = setTimeout(() => exchange.timeOut(), seconds * 1000);
    try {
      this.#agent ??= this.#openAgent();
      this.#agent.dispatch(exchange.options, exchange);
      return await exchange.answer;
    } catch (error) {
      closing.throwIfAborted();
      throw this.#explain(message, error, exchange.timedOut ? seconds : undefined);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Loads undici, which takes a tenth of a second and 15 MB, for the first request: a start sends none. */
  #openAgent(): Undici.Agent {
    const { Agent } = require('undici') as typeof Undici;
    return new Agent({
      connections: this.#parallel,
      connect: { ...this.#tls, timeout: Math.min(this.#timeout, CONNECT_TIMEOUT) * 1000 },
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /** A request may last as long as the option says, and not longer than whoever waits for it does. */
  #secondsFor(patience: Patience | undefined): number {
    const left = (patience?.left ?? Number.POSITIVE_INFINITY) / 1000;
    return Math.min(this.#timeout, Math.max(left, LEAST));
  }

  /** @param seconds - how long it lasted, where its time was up */
  #explain(message: HttpRequest, error: unknown, seconds: number | undefined): Error {
    if (InspectorError.is(error)) return error;
    const what = `${message.method} ${message.url}`;
    if (seconds !== undefined) {
      return new ConnectionFailure(
        `no complete answer to ${what} within ${String(Math.round(seconds * 10) / 10)} seconds`,
        error,
        true,
      );
    }
    if (error instanceof Error && error.name === 'HTTPParserError') {
      return new InspectorError(
        'INSP_BAREMETAL_BAD_ANSWER',
        `${what} is answered with something that is not HTTP: ${reasonOf(error)}`,
        { cause: error },
      );
    }
    return new ConnectionFailure(`${what} failed: ${reasonOf(error)}`, error);
  }
}

function reasonOf(error: unknown): string {
  const text = thrownText(error);
  return text === '' ? (networkCode(error) ?? 'unknown reason') : text;
}
