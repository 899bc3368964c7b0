import {
  anotherTry,
  currentPatience,
  forAllWhoWait,
  InspectorError,
  requestIdHeader,
  triesEnded,
  type AnotherTry,
  type Json,
  type PluginLog,
} from '@inspector/plugin-api';
import { writeJson } from '@inspector/plugin-api/json';
import { failureOf, type Answer } from './answer.js';
import type { Authenticator } from './authenticator.js';
import { ConnectionFailure } from './connection-failure.js';
import { noBareMetalApi, rangeIn } from './discovery.js';
import { resourceUrl } from './endpoint.js';
import { OLDEST, requireVersion, versionHeaders, type Resource, type VersionRange } from './microversion.js';
import type { IronicOptions } from './options.js';
import type { HttpMethod } from './exchange.js';
import type { Transport } from './transport.js';
import type { Wait } from './wait.js';

/** One call of the API, before retries and authentication. */
export interface Call {
  readonly method: HttpMethod;
  /** Parts of the path below `/v1`. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Json;
  readonly resource: Resource;
  /** true: doing it twice is the same as doing it once, so it is repeated after a lost connection. */
  readonly repeatable: boolean;
}

/** What a {@link Service} is made of. */
export interface ServiceParts {
  readonly authenticator: Authenticator;
  readonly transport: Transport;
  readonly options: IronicOptions;
  readonly log: PluginLog;
  readonly wait: Wait;
}

type Exchange = Pick<Call, 'method' | 'body' | 'repeatable'> & {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** The bare metal API as a whole: versions, credentials, and everything that is tried again. */
export class Service {
  readonly #parts: ServiceParts;
  readonly #closing = new AbortController();
  #range: Promise<VersionRange> | undefined;
  /** What `#range` came to, so that calls need not wait for it. */
  #known: VersionRange | undefined;

  constructor(parts: ServiceParts) {
    this.#parts = parts;
  }

  /**
   * Makes a call and returns the final answer with any status, after the retries that the status allows.
   *
   * @throws INSP_BAREMETAL_UNREACHABLE without a connection, INSP_BAREMETAL_BAD_ANSWER where no bare metal API
   *   is, INSP_SHUTTING_DOWN once closed
   */
  call(call: Call): Promise<Answer> {
    return this.#persist(() => this.#exchange(call));
  }

  /** The versions the service offers, asked for once; after a failure, again with the next call. */
  async range(): Promise<VersionRange> {
    this.#range ??= forAllWhoWait(() => this.#discover());
    const pending = this.#range;
    try {
      const range = await pending;
      if (this.#range === pending) this.#known = range;
      return range;
    } catch (error) {
      if (this.#range === pending) this.#range = undefined;
      throw error;
    }
  }

  /**
   * Pauses before another try, as {@link anotherTry} does.
   *
   * @returns whether to try again
   * @throws INSP_SHUTTING_DOWN when the service is closed meanwhile, or why the work has ended
   */
  again(next: Omit<AnotherTry, 'service'>): Promise<boolean> {
    return anotherTry(
      { service: 'Ironic', ...next },
      { log: this.#parts.log, wait: (milliseconds, ended) => this.#pause(milliseconds, ended) },
    );
  }

  /** Ends everything under way. */
  async close(): Promise<void> {
    this.#closing.abort(
      new InspectorError('INSP_SHUTTING_DOWN', 'Inspector is stopping and ended its request to Ironic.'),
    );
    await this.#parts.transport.close();
  }

  async #exchange(call: Call): Promise<Answer> {
    const range = this.#known ?? (await this.range());
    const endpoint = this.#parts.authenticator.endpoint();
    const base = typeof endpoint === 'string' ? endpoint : await endpoint;
    return this.#connected({
      ...call,
      url: resourceUrl(base, call.path, call.query),
      headers: versionHeaders(range, call.resource),
    });
  }

  /** Repeats an exchange while its status says that repeating helps. */
  async #persist(exchange: () => Promise<Answer>): Promise<Answer> {
    const { options, authenticator } = this.#parts;
    const retries = options.statusCodeRetries ?? options.maxRetries;
    const pause = options.statusCodeRetryDelay ?? options.retryInterval;
    let renewed = false;
    let renegotiated = false;
    for (let attempt = 1; ;) {
      const answer = await exchange();
      if (answer.status === 401 && !renewed) {
        renewed = true;
        if (await authenticator.renew(answer.proof)) continue;
      } else if (answer.status === 406 && !renegotiated) {
        // the service was replaced by another version while this process ran
        renegotiated = true;
        this.#range = undefined;
        this.#known = undefined;
        continue;
      }
      if (!passes(answer)) {
        if (attempt > 1) triesEnded();
        return answer;
      }
      const { fault } = failureOf(answer);
      const reason = `${answer.method} ${answer.url} is refused with ${String(answer.status)}, ${fault}`;
      const wait = { reason, attempt, attempts: retries + 1, pause, longest: retries * pause };
      if (!(await this.again(wait))) return answer;
      attempt += 1;
    }
  }

  /** Sends, and sends again after a failed connection where that does no harm. */
  async #connected(exchange: Exchange): Promise<Answer> {
    const { options } = this.#parts;
    const { connectRetries, connectRetryDelay } = options;
    for (let attempt = 1; ; attempt += 1) {
      const begun = performance.now();
      try {
        const answer = await this.#send(exchange);
        if (attempt > 1) triesEnded();
        return answer;
      } catch (error) {
        if (!(error instanceof ConnectionFailure)) throw error;
        currentPatience()?.spend(performance.now() - begun);
        const harmless = error.neverSent || (exchange.repeatable && !error.timedOut);
        const pause = connectRetryDelay * 2 ** (attempt - 1);
        const longest = connectRetryDelay * (2 ** connectRetries - 1);
        const wait = { reason: error.message, attempt, attempts: connectRetries + 1, pause, longest };
        if (!harmless || !(await this.again(wait))) {
          throw new InspectorError(
            'INSP_BAREMETAL_UNREACHABLE',
            `The bare metal service cannot be reached: ${error.message}`,
            { cause: error },
          );
        }
      }
    }
  }

  async #send({ method, url, body, headers }: Exchange): Promise<Answer> {
    const { transport, authenticator } = this.#parts;
    const found = authenticator.authenticate();
    const proof = found instanceof Promise ? await found : found;
    const message = {
      method,
      url,
      headers: {
        accept: 'application/json',
        ...requestIdHeader(),
        ...headers,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...proof,
      },
      ...(body === undefined ? {} : { body: writeJson(body) }),
    };
    return { ...(await transport.send(message, this.#closing.signal)), method, url, proof };
  }

  async #pause(milliseconds: number, ended: AbortSignal | undefined): Promise<void> {
    const closing = this.#closing.signal;
    closing.throwIfAborted();
    try {
      await this.#parts.wait(milliseconds, ended ? AbortSignal.any([closing, ended]) : closing);
    } catch (error) {
      closing.throwIfAborted();
      ended?.throwIfAborted();
      throw error;
    }
  }

  async #discover(): Promise<VersionRange> {
    const endpoint = await this.#parts.authenticator.endpoint();
    const ask = (url: string) =>
      this.#persist(() => this.#connected({ method: 'GET', url, headers: {}, repeatable: true }));
    const answer = await ask(resourceUrl(endpoint, ['']));
    const range = rangeIn(answer) ?? rangeIn(await ask(`${endpoint}/`));
    if (range === undefined) throw noBareMetalApi(endpoint, answer);
    requireVersion(range, OLDEST, 'Inspector');
    this.#parts.log.debug({ endpoint, newest: `1.${String(range.maximum)}` }, 'Found the bare metal API');
    return range;
  }
}

/** Whether a refusal passes by itself: a locked node, or no conductor to ask. */
const passes = (answer: Answer): boolean =>
  answer.status === 503 || (answer.status === 409 && failureOf(answer).locked === true);
