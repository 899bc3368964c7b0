import type { FailedCredentials } from '../failed-credentials.js';
import type { TokenCache } from './token-cache.js';
import type { TokenFacts } from './token-facts.js';

/** Nobody was asked about a token, because too many bad ones came from the same address. */
export class ShutOut extends Error {
  /** @param seconds - how long the address is shut out */
  constructor(readonly seconds: number) {
    super('Too many bad tokens came from this address');
    this.name = 'ShutOut';
  }
}

/** Tokens as one address sends them: a bad one is counted when it is found out to be bad, and not again while it is remembered. */
export class CountedTokens implements Pick<TokenCache, 'find'> {
  /** @param address - undefined: one that is not counted */
  constructor(
    private readonly parts: { readonly tokens: TokenCache; readonly failures: FailedCredentials },
    private readonly address: string | undefined,
  ) {}

  /** @throws {@link ShutOut}, and as {@link TokenCache.find} */
  async find(
    token: string,
    options: { readonly allowExpired?: boolean } = {},
  ): Promise<TokenFacts | undefined> {
    const { tokens, failures } = this.parts;
    if (!tokens.isUnknown(token, options)) return tokens.find(token, options);
    const seconds = failures.secondsLeft(this.address);
    if (seconds > 0) throw new ShutOut(seconds);
    const facts = await tokens.find(token, options);
    if (facts === undefined) failures.note(this.address);
    return facts;
  }
}
