import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { inTime } from './in-time.js';
import type { TokenFacts } from './token-facts.js';

/** Tokens remembered, and as many that are not valid. */
const MOST = 10_000;
/** Milliseconds for which a token that is not valid is remembered. */
const REFUSED_LIFE = 30_000;

/** Asks about a token. */
export type Validate = (
  token: string,
  options: { readonly allowExpired: boolean },
) => Promise<TokenFacts | undefined>;

/** What a cache is made with. */
export interface TokenCacheOptions {
  /** Seconds for which a good token is remembered, not beyond its end; 0 and less: not at all. */
  readonly seconds: number;
  /** Milliseconds that somebody waits for an answer. One that comes later is remembered all the same. Default: any time. */
  readonly patience?: number;
  /** Milliseconds of the epoch. */
  readonly clock?: () => number;
}

/** A question that has no answer yet. */
interface Asked {
  readonly answer: Promise<TokenFacts | undefined>;
  /** When it was asked, in milliseconds of the epoch. */
  readonly at: number;
}

/** Remembers what tokens say. Those who ask about the same token at the same time share one question. */
export class TokenCache {
  readonly #validate: Validate;
  readonly #life: number;
  readonly #patience: number;
  readonly #clock: () => number;
  readonly #good: LRUCache<string, { readonly facts: TokenFacts; readonly until: number }>;
  readonly #refused: LRUCache<string, { readonly until: number }>;
  readonly #asked = new Map<string, Asked>();

  constructor(validate: Validate, { seconds, patience = Infinity, clock = Date.now }: TokenCacheOptions) {
    this.#validate = validate;
    this.#life = Math.max(0, seconds) * 1000;
    this.#patience = patience;
    this.#clock = clock;
    this.#good = new LRUCache({ max: MOST });
    this.#refused = new LRUCache({ max: MOST });
  }

  /** Whether somebody has to be asked about a token: it was not seen lately, and nobody is being asked now. */
  isUnknown(token: string, { allowExpired = false } = {}): boolean {
    const key = keyOf(token, allowExpired);
    return this.#rememberedAs(key) === undefined && this.#askedLately(key) === undefined;
  }

  /**
   * What a token says; undefined for one that is not valid. An outage is not remembered.
   *
   * @throws `IdentityOutage` when there is no answer in time; what asking throws
   */
  async find(token: string, { allowExpired = false } = {}): Promise<TokenFacts | undefined> {
    const key = keyOf(token, allowExpired);
    const remembered = this.#rememberedAs(key);
    if (remembered !== undefined) return remembered.facts;
    return inTime(this.#askedLately(key) ?? this.#ask(key, token, allowExpired), this.#patience);
  }

  /** Forgets a good token, so that the next one who brings it is asked about. */
  forget(token: string): void {
    for (const allowExpired of [false, true]) this.#good.delete(keyOf(token, allowExpired));
  }

  /** The answer to a question that may still come; one that takes too long may have been lost, so it is asked again. */
  #askedLately(key: string): Promise<TokenFacts | undefined> | undefined {
    const asked = this.#asked.get(key);
    return asked !== undefined && this.#clock() - asked.at < this.#patience ? asked.answer : undefined;
  }

  #ask(key: string, token: string, allowExpired: boolean): Promise<TokenFacts | undefined> {
    const answer = this.#validate(token, { allowExpired })
      .then((facts) => {
        this.#remember(key, facts, allowExpired);
        return facts;
      })
      .finally(() => {
        if (this.#asked.get(key)?.answer === answer) this.#asked.delete(key);
      });
    this.#asked.set(key, { answer, at: this.#clock() });
    return answer;
  }

  /** What is remembered of a token; undefined: nothing. */
  #rememberedAs(key: string): { readonly facts: TokenFacts | undefined } | undefined {
    const now = this.#clock();
    const known = this.#good.get(key);
    if (known !== undefined && now < known.until) return known;
    const refused = this.#refused.get(key);
    return refused !== undefined && now < refused.until ? { facts: undefined } : undefined;
  }

  #remember(key: string, facts: TokenFacts | undefined, allowExpired: boolean): void {
    const now = this.#clock();
    if (facts === undefined) {
      this.#refused.set(key, { until: now + REFUSED_LIFE });
      return;
    }
    const end = allowExpired ? Number.POSITIVE_INFINITY : facts.expiresAt;
    const until = Math.min(now + this.#life, end);
    if (until > now) this.#good.set(key, { facts, until });
  }
}

/** Tokens that may have expired are kept apart. */
const keyOf = (token: string, allowExpired: boolean): string =>
  `${createHash('sha256').update(token).digest('base64')}${allowExpired ? ' expired' : ''}`;
