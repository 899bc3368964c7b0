import { InspectorError } from '@inspector/plugin-api';
import { Credentials } from './credentials.js';
import { EtcdRefusal, GRPC, NoEtcdAnswer } from './etcd-error.js';
import type { LeaseAnswer, RangeAnswer, RangeRequest, Txn, TxnAnswer, WatchAnswer } from './messages.js';
import type { EtcdSettings } from './settings.js';
import { type TimeLimit, TimeLimits } from './time-limits.js';
import { Transport } from './transport.js';

/** Does not wait for a connection behind other calls. */
const KEEP_ALIVE = '/v3/lease/keepalive';

/**
 * Milliseconds of silence until a call fails, of all members that were asked together. A request to the API is to fail within
 * two seconds; the rest is for its way, and what it asks others before.
 */
const LIMIT = 1500;

/** Milliseconds one member may be silent at least; far more than the 3 a transaction takes. */
const LEAST = 500;

/** Milliseconds a call may take where the member answers others meanwhile: it has much to do then. */
const LONGEST = 10_000;

/**
 * Calls to an etcd cluster. One member is asked for everything. When it does not answer, the next one is from then on.
 * All calls but the grant of a lease may be sent twice without harm; a lease that is granted in vain ends by itself.
 */
export class EtcdClient {
  readonly #transport: Transport;
  readonly #credentials: Credentials;
  readonly #calls = new TimeLimits();
  readonly #watches = new TimeLimits();
  #present: number;
  /** When each member answered last. */
  readonly #answered = new Map<string, number>();

  constructor(private readonly settings: Pick<EtcdSettings, 'endpoints' | 'tls' | 'user'>) {
    this.#transport = new Transport(settings.tls);
    this.#credentials = new Credentials(settings.user);
    // so that not all processes ask the same one
    this.#present = Math.floor(Math.random() * settings.endpoints.length);
  }

  /** The member that is asked at present. */
  get endpoint(): string {
    return this.settings.endpoints[this.#present] ?? '';
  }

  /** Reads keys. */
  range(body: RangeRequest): Promise<RangeAnswer> {
    return this.#call('/v3/kv/range', body);
  }

  /** Compares and changes keys in one transaction. */
  txn(body: Txn): Promise<TxnAnswer> {
    return this.#call('/v3/kv/txn', body);
  }

  /** Makes a lease of so many seconds. */
  grant(seconds: number): Promise<LeaseAnswer> {
    return this.#call('/v3/lease/grant', { TTL: String(seconds) });
  }

  /** Renews a lease. */
  async keepAlive(lease: string): Promise<LeaseAnswer> {
    const path = KEEP_ALIVE;
    const { result } = await this.#call<{ readonly result?: LeaseAnswer }>(path, { ID: lease });
    return result ?? {};
  }

  /** Ends a lease and deletes its keys. One that has ended is no error. */
  async revoke(lease: string): Promise<void> {
    try {
      await this.#call('/v3/lease/revoke', { ID: lease });
    } catch (error) {
      if (!isRefused(error, GRPC.NOT_FOUND)) throw error;
    }
  }

  /**
   * Watches keys at the member that is asked at present, until that is another one, or the time is over.
   *
   * @param revision - the first one of interest
   * @param milliseconds - how long at most
   * @throws `INSP_COORDINATION_FAILED` at the end, whatever the reason
   */
  async *watch(
    keys: { readonly key: string; readonly range_end: string },
    revision: bigint,
    milliseconds: number,
  ): AsyncGenerator<WatchAnswer> {
    const { endpoint } = this;
    const limit = this.#watches.begin(milliseconds);
    const { signal } = limit;
    let token: string | undefined;
    try {
      token = await this.#token(endpoint, signal);
      const body = { create_request: { ...keys, start_revision: String(revision) } };
      for await (const line of this.#transport.stream({ endpoint, path: '/v3/watch', body, token, signal })) {
        yield (line as { readonly result?: WatchAnswer }).result ?? {};
      }
    } catch (error) {
      if (error instanceof NoEtcdAnswer && !signal.aborted) this.#leave(endpoint);
      await this.#credentials.isOld(error, token);
      this.#fail([[endpoint, error]]);
    } finally {
      limit.done();
    }
  }

  /** Fails what is under way, and ends all connections. */
  async close(): Promise<void> {
    const reason = new Error('the coordination of this process is closed');
    this.#calls.end(reason);
    this.#watches.end(reason);
    await this.#transport.close();
  }

  async #call<Answer>(path: string, body: object): Promise<Answer> {
    const { endpoints } = this.settings;
    const share = Math.max(LEAST, LIMIT / endpoints.length);
    const failures: [string, unknown][] = [];
    let left = LIMIT;
    for (let turn = 0; turn < endpoints.length; turn++) {
      if (left < LEAST / 2) break;
      const silence = Math.min(share, left);
      left -= silence;
      const { endpoint } = this;
      const limit = this.#limit(endpoint, silence);
      try {
        const answer = await this.#ask(endpoint, path, body, limit.signal);
        this.#answered.set(endpoint, performance.now());
        return answer as Answer;
      } catch (error) {
        failures.push([endpoint, error]);
        if (!(error instanceof NoEtcdAnswer) || this.#calls.reason !== undefined) break;
        this.#leave(endpoint);
      } finally {
        limit.done();
      }
    }
    return this.#fail(failures);
  }

  /** A limit to the silence of a member, which also ends where it answers everything else. */
  #limit(endpoint: string, silence: number): TimeLimit {
    const begun = performance.now();
    return this.#calls.begin(silence, () => {
      const now = performance.now();
      const since = now - Math.max(this.#answered.get(endpoint) ?? 0, begun);
      return now - begun < LONGEST ? silence - since : 0;
    });
  }

  async #ask(endpoint: string, path: string, body: object, signal: AbortSignal): Promise<object> {
    const urgent = path === KEEP_ALIVE;
    const token = await this.#token(endpoint, signal);
    try {
      return await this.#transport.call({ endpoint, path, body, token, signal }, urgent);
    } catch (error) {
      if (!(await this.#credentials.isOld(error, token))) throw error;
      const fresh = await this.#token(endpoint, signal);
      return this.#transport.call({ endpoint, path, body, token: fresh, signal }, urgent);
    }
  }

  #token(endpoint: string, signal: AbortSignal): Promise<string | undefined> {
    return this.#credentials.token(async (body) => {
      const asked = { endpoint, path: '/v3/auth/authenticate', body, token: undefined, signal };
      const { token } = (await this.#transport.call(asked)) as { readonly token?: string };
      if (token === undefined) throw new NoEtcdAnswer('it gave no token for the user');
      return token;
    });
  }

  /** Asks the next member from now on, if this one is still asked. */
  #leave(endpoint: string): void {
    if (this.endpoint !== endpoint || this.settings.endpoints.length === 1) return;
    this.#present = (this.#present + 1) % this.settings.endpoints.length;
    this.#watches.abort(new Error(`${endpoint} did not answer`));
  }

  #fail(failures: readonly (readonly [string, unknown])[]): never {
    const texts = failures.map(([endpoint, error]) => `${endpoint}: ${textOf(error)}`);
    const [, cause] = failures.at(-1) ?? [];
    throw new InspectorError(
      'INSP_COORDINATION_FAILED',
      `etcd did not do what it was asked (${texts.join('; ')})`,
      {
        cause,
      },
    );
  }
}

/** Whether a call failed because etcd refused it with a code of gRPC. */
export const isRefused = (error: unknown, code: number): boolean =>
  InspectorError.is(error) && error.cause instanceof EtcdRefusal && error.cause.code === code;

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
