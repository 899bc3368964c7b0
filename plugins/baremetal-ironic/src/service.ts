import { InspectorError, type Json, type PluginLog } from '@inspector/plugin-api';
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
  /** Whether a 409 with this text passes by itself (a locked node). Default: every 409 does. */
  readonly conflictPasses?: (fault: string) => boolean;
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

  constructor(parts: ServiceParts) {
    this.#parts = parts;
  }

  /**
   * Makes a call and returns the final answer with any status, after the retries that the status allows.
   *
   * @throws INSP_BAREMETAL_UNREACHABLE without a connection, INSP_BAREMETAL_BAD_ANSWER where no bare metal API
   *   is, INSP_SHUTTING_DOWN once closed
   */
  async call(call: Call): Promise<Answer> {
    return this.#persist(call.conflictPasses, async () => {
      const headers = versionHeaders(await this.range(), call.resource);
      const url = resourceUrl(await this.#parts.authenticator.endpoint(), call.path, call.query);
      return this.#connected({ ...call, url, headers });
    });
  }

  /** The versions the service offers, asked for once; after a failure, again with the next call. */
  async range(): Promise<VersionRange> {
    this.#range ??= this.#discover();
    const pending = this.#range;
    try {
      return await pending;
    } catch (error) {
      if (this.#range === pending) this.#range = undefined;
      throw error;
    }
  }

  /** Pauses between attempts; rejects with INSP_SHUTTING_DOWN when the service is closed meanwhile. */
  async pause(seconds: number): Promise<void> {
    const { signal } = this.#closing;
    signal.throwIfAborted();
    try {
      await this.#parts.wait(seconds * 1000, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    }
  }

  /** Ends everything under way. */
  async close(): Promise<void> {
    this.#closing.abort(
      new InspectorError('INSP_SHUTTING_DOWN', 'Inspector is stopping and ended its request to Ironic.'),
    );
    await this.#parts.transport.close();
  }

  /** Repeats an exchange while its status says that repeating helps. */
  async #persist(conflictPasses: Call['conflictPasses'], exchange: () => Promise<Answer>): Promise<Answer> {
    const { options, authenticator, log } = this.#parts;
    const retries = options.statusCodeRetries ?? options.maxRetries;
    const interval = options.statusCodeRetryDelay ?? options.retryInterval;
    let renewed = false;
    let renegotiated = false;
    for (let refusals = 0; ;) {
      const answer = await exchange();
      if (answer.status === 401 && !renewed) {
        renewed = true;
        if (await authenticator.renew(answer.proof)) continue;
      } else if (answer.status === 406 && !renegotiated) {
        // the service was replaced by another version while this process ran
        renegotiated = true;
        this.#range = undefined;
        continue;
      }
      if (refusals >= retries || !passes(answer, conflictPasses)) return answer;
      refusals += 1;
      const { fault } = failureOf(answer);
      log.debug(
        { method: answer.method, url: answer.url, status: answer.status, retry: refusals, retries },
        `Ironic refuses for now, next try in ${String(interval)} s: ${fault}`,
      );
      await this.pause(interval);
    }
  }

  /** Sends, and sends again after a failed connection where that does no harm. */
  async #connected(exchange: Exchange): Promise<Answer> {
    const { transport, authenticator, options, log } = this.#parts;
    const { method, url, body } = exchange;
    for (let losses = 0; ; losses += 1) {
      try {
        const proof = await authenticator.authenticate();
        const answer = await transport.send(
          {
            method,
            url,
            headers: {
              accept: 'application/json',
              ...exchange.headers,
              ...(body === undefined ? {} : { 'content-type': 'application/json' }),
              ...proof,
            },
            ...(body === undefined ? {} : { body: writeJson(body) }),
          },
          this.#closing.signal,
        );
        return { ...answer, method, url, proof };
      } catch (error) {
        if (!(error instanceof ConnectionFailure)) throw error;
        const harmless = error.neverSent || (exchange.repeatable && !error.timedOut);
        if (!harmless || losses >= options.connectRetries) {
          throw new InspectorError(
            'INSP_BAREMETAL_UNREACHABLE',
            `The bare metal service cannot be reached: ${error.message}`,
            { cause: error },
          );
        }
        log.debug({ method, url, retry: losses + 1 }, `No connection to Ironic: ${error.message}`);
        await this.pause(options.connectRetryDelay * 2 ** losses);
      }
    }
  }

  async #discover(): Promise<VersionRange> {
    const endpoint = await this.#parts.authenticator.endpoint();
    const ask = (url: string) =>
      this.#persist(undefined, () => this.#connected({ method: 'GET', url, headers: {}, repeatable: true }));
    const answer = await ask(resourceUrl(endpoint, ['']));
    const range = rangeIn(answer) ?? rangeIn(await ask(`${endpoint}/`));
    if (range === undefined) throw noBareMetalApi(endpoint, answer);
    requireVersion(range, OLDEST, 'Inspector');
    this.#parts.log.debug({ endpoint, newest: `1.${String(range.maximum)}` }, 'Found the bare metal API');
    return range;
  }
}

function passes(answer: Answer, conflictPasses: Call['conflictPasses']): boolean {
  if (answer.status === 503) return true;
  if (answer.status !== 409) return false;
  return conflictPasses === undefined || conflictPasses(failureOf(answer).fault);
}
