import type { OpenStackSession, ServiceAnswer, ServiceHttp } from '@inspector/plugin-api/openstack';
import type { CircuitBreaker } from './circuit-breaker.js';
import { IdentityLine } from './identity-line.js';
import { IdentityOutage } from './identity-outage.js';
import { sendQuestion, signedOn, tokensUrl } from './identity-wire.js';
import { inTime } from './in-time.js';
import { readTokenFacts, type TokenFacts } from './token-facts.js';

/** Questions under way at the same time, and those that wait for their turn. */
const [PARALLEL, QUEUE] = [16, 256];
/** What Keystone may say about a token, in visible ASCII. Nothing else fits into a header, so nothing else is a token. */
const TOKEN = /^[\x21-\x7e]+$/;
/** Characters of an answer that are quoted. */
const QUOTED = 200;

/** How questions about tokens are asked. */
export interface IdentityServiceOptions {
  /** Whether Keystone sends the catalogue along, which nothing here reads. */
  readonly withCatalogue?: boolean;
  /**
   * Milliseconds that callers wait for an answer. A question goes on beyond it: what comes late is remembered, and tells that the
   * service is back.
   */
  readonly patience?: number;
  readonly breaker?: CircuitBreaker;
}

/** Asks Keystone about tokens. */
export class IdentityService {
  readonly #session: OpenStackSession;
  readonly #http: ServiceHttp;
  readonly #nocatalog: string;
  readonly #line: IdentityLine;
  #own: Promise<TokenFacts> | undefined;
  #hasTold = false;

  /** @param session - of this service itself: Keystone tells about tokens only to whom it trusts */
  constructor(
    session: OpenStackSession,
    http: ServiceHttp,
    { withCatalogue = false, patience, breaker }: IdentityServiceOptions = {},
  ) {
    this.#session = session;
    this.#http = http;
    this.#nocatalog = withCatalogue ? '' : 'nocatalog';
    this.#line = new IdentityLine({
      ...{ about: 'unknown tokens', parallel: PARALLEL, queue: QUEUE },
      ...{ patience, breaker },
    });
  }

  /** Seconds by which our clock is ahead of that of the service, by its last answer; undefined: it has not said. */
  clockAhead: number | undefined;

  /** Whether it answered when it was asked last. */
  get isAway(): boolean {
    return this.#line.isAway;
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
    return this.#line.ask(ask);
  }

  /**
   * What the own token of this service says. All who want to know at the same time share one question.
   *
   * @throws {@link IdentityOutage} when tokens cannot be told about, or not in time
   */
  validateOwn(): Promise<TokenFacts> {
    this.#own ??= this.#line.askNow(() => this.#askAboutOwn()).finally(() => (this.#own = undefined));
    return inTime(this.#own, this.#line.patience);
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
    const query = [this.#nocatalog, allowExpired ? 'allow_expired=1' : ''].filter((part) => part !== '');
    return (await tokensUrl(this.#session)) + (query.length === 0 ? '' : `?${query.join('&')}`);
  }

  #proof(): Promise<Readonly<Record<string, string>>> {
    return signedOn(() => this.#session.headers());
  }

  #send(url: string, headers: Readonly<Record<string, string>>): Promise<ServiceAnswer> {
    return sendQuestion(this.#http, {
      method: 'GET',
      url,
      headers: { accept: 'application/json', 'openstack-identity-access-rules': '1', ...headers },
    });
  }
}

/** What Keystone expects of whoever asks about others, after `The identity service`. */
export const NEEDS_ROLE =
  'refuses this service, whose user needs the role service (or admin, or reader on the system)';

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
