import pLimit from 'p-limit';
import { InspectorError, thrownText } from '@inspector/plugin-api';
import {
  NoAnswer,
  type OpenStackSession,
  type ServiceAnswer,
  type ServiceHttp,
} from '@inspector/plugin-api/openstack';
import { CircuitBreaker } from './circuit-breaker.js';
import { IdentityOutage } from './identity-outage.js';
import { inTime, isAnswered } from './in-time.js';
import { readTokenFacts, type TokenFacts } from './token-facts.js';

/** Questions under way at the same time. */
const PARALLEL = 16;
/** Questions that wait for their turn; more are refused. */
const QUEUE = 256;
/** What Keystone may say about a token, in visible ASCII. Nothing else fits into a header, so nothing else is a token. */
const TOKEN = /^[\x21-\x7e]+$/;
/** Milliseconds that callers wait unless the configuration says otherwise. */
const PATIENCE = 5000;
/** Characters of an answer that are quoted. */
const QUOTED = 200;

/** Asks Keystone about tokens. */
export class IdentityService {
  readonly #session: OpenStackSession;
  readonly #http: ServiceHttp;
  readonly #nocatalog: string;
  readonly #breaker: CircuitBreaker;
  readonly #patience: number;
  readonly #turn = pLimit(PARALLEL);
  #own: Promise<TokenFacts> | undefined;
  #hasTold = false;

  /**
   * @param session - of this service itself: Keystone tells about tokens only to whom it trusts
   * @param options - `withCatalogue`: whether Keystone sends the catalogue along, which nothing here reads; `patience`:
   *   milliseconds that callers wait for an answer. A question goes on beyond it: what comes late is remembered, and tells that the
   *   service is back
   */
  constructor(
    session: OpenStackSession,
    http: ServiceHttp,
    { withCatalogue = false, patience = PATIENCE, breaker = new CircuitBreaker({ patience }) } = {},
  ) {
    this.#session = session;
    this.#http = http;
    this.#nocatalog = withCatalogue ? '' : 'nocatalog';
    this.#breaker = breaker;
    this.#patience = patience;
  }

  /** Seconds by which our clock is ahead of that of the service, by its last answer; undefined: it has not said. */
  clockAhead: number | undefined;

  /** Whether it answered when it was asked last. */
  get isAway(): boolean {
    return this.#breaker.isOpen;
  }

  /** Whether it has told about the token of a caller. */
  get hasTold(): boolean {
    return this.#hasTold;
  }

  /**
   * What a token says; undefined for one that is not valid.
   *
   * @param allowExpired - also ask about a token that has expired not long ago
   * @throws {@link IdentityOutage} when it cannot be told
   */
  async validate(token: string, { allowExpired = false } = {}): Promise<TokenFacts | undefined> {
    if (!TOKEN.test(token)) return undefined;
    const ask = async (): Promise<TokenFacts | undefined> => {
      const facts = await this.#ask(token, allowExpired);
      if (facts !== undefined) this.#hasTold = true;
      return facts;
    };
    // Refused at once, or the one that finds out: neither waits behind those that get no answer.
    if (this.#breaker.isOpen) return this.#breaker.run(ask);
    if (this.#turn.pendingCount >= QUEUE) {
      throw new IdentityOutage('Too many unknown tokens wait for the identity service', { retryAfter: '1' });
    }
    const since = performance.now();
    // A question that was lost on its way keeps its turn no longer than somebody waits for it.
    const { answer } = await this.#turn(async () => {
      if (performance.now() - since >= this.#patience) throw IdentityOutage.late(this.#patience);
      const asked = this.#breaker.run(ask);
      await isAnswered(asked, this.#patience);
      return { answer: asked };
    });
    return answer;
  }

  /**
   * What the own token of this service says. All who want to know at the same time share one question.
   *
   * @throws {@link IdentityOutage} when tokens cannot be told about, or not in time
   */
  validateOwn(): Promise<TokenFacts> {
    this.#own ??= this.#breaker.run(() => this.#askAboutOwn()).finally(() => (this.#own = undefined));
    return inTime(this.#own, this.#patience);
  }

  async #askAboutOwn(): Promise<TokenFacts> {
    const [own = ''] = Object.values(await this.#proof());
    const facts = await this.#ask(own, false);
    if (facts !== undefined) return facts;
    throw new IdentityOutage('The identity service does not know the token that it gave to this service');
  }

  async #ask(token: string, allowExpired: boolean): Promise<TokenFacts | undefined> {
    const url = await this.#url(allowExpired);
    for (let renewed = false; ; renewed = true) {
      const proof = await this.#proof();
      const answer = await this.#send(url, { ...proof, 'x-subject-token': token });
      const time = Date.parse(answer.header('date') ?? '');
      if (!Number.isNaN(time)) this.clockAhead = (Date.now() - time) / 1000;
      if (answer.status === 200) {
        const facts = readTokenFacts(answer.body.toString('utf8'));
        if (facts === undefined) throw outage(answer, 'answered something that is no token');
        return facts;
      }
      if (answer.status === 404) return undefined;
      if (answer.status === 401 && !renewed && this.#session.renew(proof)) continue;
      throw refusal(answer);
    }
  }

  async #url(allowExpired: boolean): Promise<string> {
    const endpoint = (await this.#signedOn(() => this.#session.endpoint())).replace(/\/+$/, '');
    const base = endpoint.endsWith('/v3') ? endpoint : `${endpoint}/v3`;
    const query = [this.#nocatalog, allowExpired ? 'allow_expired=1' : ''].filter((part) => part !== '');
    return `${base}/auth/tokens${query.length === 0 ? '' : `?${query.join('&')}`}`;
  }

  #proof(): Promise<Readonly<Record<string, string>>> {
    return this.#signedOn(() => this.#session.headers());
  }

  /** What this service needs for itself. */
  async #signedOn<T>(need: () => Promise<T>): Promise<T> {
    try {
      return await need();
    } catch (error) {
      if (!InspectorError.is(error)) throw error;
      throw new IdentityOutage(`The identity service cannot be asked: ${error.message}`, { cause: error });
    }
  }

  /** Sends a question, and once more where a kept connection was closed meanwhile. */
  async #send(url: string, headers: Readonly<Record<string, string>>): Promise<ServiceAnswer> {
    const request = {
      method: 'GET',
      url,
      headers: { accept: 'application/json', 'openstack-identity-access-rules': '1', ...headers },
    } as const;
    try {
      return await this.#http.send(request);
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      if (!wasCutOff(error)) throw noAnswer(error);
    }
    try {
      return await this.#http.send(request);
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      throw noAnswer(error);
    }
  }
}

/** What Keystone expects of whoever asks about others, after `The identity service`. */
export const NEEDS_ROLE =
  'refuses this service, whose user needs the role service (or admin, or reader on the system)';

const CUT_OFF = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

const wasCutOff = ({ cause }: NoAnswer): boolean =>
  typeof cause === 'object' && cause !== null && 'code' in cause && CUT_OFF.has(String(cause.code));

const noAnswer = (error: NoAnswer): IdentityOutage =>
  new IdentityOutage(`The identity service cannot be reached: ${thrownText(error)}`, { cause: error });

function outage(answer: ServiceAnswer, what: string): IdentityOutage {
  const text = answer.body.toString('utf8').replaceAll(/\s+/g, ' ').slice(0, QUOTED);
  const retryAfter = answer.header('retry-after');
  return new IdentityOutage(`The identity service ${what}: ${answer.status} ${text}`.trimEnd(), {
    retryAfter,
  });
}

function refusal(answer: ServiceAnswer): IdentityOutage {
  if (answer.status === 401) return outage(answer, 'refuses the token of this service');
  if (answer.status !== 403) return outage(answer, 'fails');
  return outage(answer, NEEDS_ROLE);
}
