import { Agent, errors, request } from 'undici';
import { InspectorError } from '@inspector/core';
import { ConnectionFailure, networkCode } from './connection-failure.js';
import { ParallelLimit } from './parallel-limit.js';
import type { TlsSettings } from './tls.js';

/** Largest answer read. A page of 1,000 complete nodes is about 4 MB; more than this is not a listing. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
/** Seconds a connection may take to open, where the time limit of the request is not shorter. */
const CONNECT_TIMEOUT = 10;

/** Methods the service is called with. */
export type HttpMethod = 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';

/** One request, ready to be sent. */
export interface HttpRequest {
  readonly method: HttpMethod;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body?: string;
}

/** A complete answer, whatever its status. */
export interface HttpAnswer {
  readonly status: number;
  /** Value of a header by its lower-case name. */
  header(name: string): string | undefined;
  readonly text: string;
}

/** Sends requests over kept-alive connections, so many at a time, each with a time limit. */
export class Transport {
  readonly #agent: Agent;
  readonly #limit: ParallelLimit;
  readonly #timeout: number;

  /**
   * @param timeout - seconds from sending a request to the end of its answer; waiting for a turn does not count
   * @param parallel - requests under way at the same time
   */
  constructor(tls: TlsSettings, timeout: number, parallel: number) {
    this.#timeout = timeout;
    this.#limit = new ParallelLimit(parallel);
    this.#agent = new Agent({
      connections: parallel,
      connect: { ...tls, timeout: Math.min(timeout, CONNECT_TIMEOUT) * 1000 },
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /**
   * Sends one request, once.
   *
   * @param closing - ends the request when it aborts
   * @throws {@link ConnectionFailure} without a complete answer in time; INSP_BAREMETAL_BAD_ANSWER when the
   *   peer does not speak HTTP or sends without end
   */
  async send(message: HttpRequest, closing: AbortSignal): Promise<HttpAnswer> {
    return this.#limit.run(async () => {
      closing.throwIfAborted();
      // one controller per request: signals combined with one that lives as long as the process pile up on it
      const ending = new AbortController();
      const end = () => ending.abort();
      const timer = setTimeout(end, this.#timeout * 1000);
      closing.addEventListener('abort', end);
      try {
        return await this.#exchange(message, ending.signal);
      } catch (error) {
        closing.throwIfAborted();
        throw this.#explain(message, error, ending.signal.aborted);
      } finally {
        clearTimeout(timer);
        closing.removeEventListener('abort', end);
      }
    });
  }

  /** Ends all connections, also those with requests under way. */
  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #exchange(message: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    const answer = await request(message.url, {
      method: message.method,
      headers: message.headers,
      body: message.body ?? null,
      dispatcher: this.#agent,
      signal,
    });
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_ANSWER_BYTES) {
        throw new InspectorError(
          'INSP_BAREMETAL_BAD_ANSWER',
          `${message.method} ${message.url} is answered with more than ${String(MAX_ANSWER_BYTES)} bytes.`,
        );
      }
      chunks.push(chunk);
    }
    const { headers } = answer;
    return {
      status: answer.statusCode,
      header(name) {
        const value = headers[name];
        return Array.isArray(value) ? value[0] : value;
      },
      text: Buffer.concat(chunks).toString('utf8'),
    };
  }

  #explain(message: HttpRequest, error: unknown, timedOut: boolean): Error {
    if (InspectorError.is(error)) return error;
    const what = `${message.method} ${message.url}`;
    if (timedOut) {
      return new ConnectionFailure(
        `no complete answer to ${what} within ${String(this.#timeout)} seconds`,
        error,
        true,
      );
    }
    if (error instanceof errors.HTTPParserError) {
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
  const text = error instanceof Error ? error.message : String(error);
  return text === '' ? (networkCode(error) ?? 'unknown reason') : text;
}
