import { expect } from 'chai';
import { IdentityOutage } from '../../../src/access/keystone/identity-outage.js';
import { TokenCache } from '../../../src/access/keystone/token-cache.js';
import { readTokenFacts, type TokenFacts } from '../../../src/access/keystone/token-facts.js';
import { tokenBody } from './fake-identity.js';

const NOW = Date.parse('2031-02-03T04:05:06Z');
const facts = (seconds: number): TokenFacts => {
  const read = readTokenFacts(tokenBody({ expires_at: new Date(NOW + seconds * 1000).toISOString() }));
  if (read === undefined) throw new Error('no token');
  return read;
};

describe('what is remembered of tokens', () => {
  let now: number;
  let asked: string[];
  let answer: TokenFacts | undefined;
  const cache = (seconds: number): TokenCache =>
    new TokenCache(
      async (token, { allowExpired }) => {
        asked.push(allowExpired ? `${token} expired` : token);
        await new Promise(setImmediate);
        return answer;
      },
      { seconds, clock: () => now },
    );
  beforeEach(() => {
    now = NOW;
    asked = [];
    answer = facts(3600);
  });

  it('lasts as long as the option says', async () => {
    const tokens = cache(300);
    for (const later of [0, 1000, 299_000]) {
      now = NOW + later;
      expect(await tokens.find('a')).to.equal(answer);
    }
    expect(asked).to.have.length(1);
    now = NOW + 300_000;
    await tokens.find('a');
    expect(asked).to.have.length(2);
  });

  it('ends with the token', async () => {
    const tokens = cache(300);
    answer = facts(10);
    await tokens.find('a');
    now += 10_000;
    await tokens.find('a');
    expect(asked).to.have.length(2);
  });

  for (const seconds of [0, -1]) {
    it(`is nothing where the option is ${seconds}`, async () => {
      const tokens = cache(seconds);
      await tokens.find('a');
      await tokens.find('a');
      expect(asked).to.have.length(2);
    });
  }

  it('includes for half a minute that a token is not valid', async () => {
    const tokens = cache(300);
    answer = undefined;
    for (const later of [0, 29_000]) {
      now = NOW + later;
      expect(await tokens.find('a')).to.equal(undefined);
    }
    expect(asked).to.have.length(1);
    now = NOW + 30_000;
    answer = facts(3600);
    expect(await tokens.find('a')).to.equal(answer);
  });

  it('is asked for once by all who come at the same time', async () => {
    const tokens = cache(0);
    const found = await Promise.all(Array.from({ length: 50 }, () => tokens.find('a')));
    expect(found.every((one) => one === answer)).to.equal(true);
    expect(asked).to.deep.equal(['a']);
  });

  it('keeps a token that may have expired apart', async () => {
    const tokens = cache(300);
    answer = facts(-10);
    expect(await tokens.find('a', { allowExpired: true })).to.equal(answer);
    expect(await tokens.find('a', { allowExpired: true })).to.equal(answer);
    answer = undefined;
    expect(await tokens.find('a')).to.equal(undefined);
    expect(asked).to.deep.equal(['a expired', 'a']);
  });

  it('includes an answer that came when nobody waited for it any more', async () => {
    let give: (facts: TokenFacts) => void = () => undefined;
    let count = 0;
    const slow = (): Promise<TokenFacts> => {
      count += 1;
      return new Promise((resolve) => (give = resolve));
    };
    const tokens = new TokenCache(slow, { seconds: 300, patience: 10, clock: () => now });
    const error: unknown = await tokens.find('a').catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(IdentityOutage);
    give(facts(3600));
    await new Promise(setImmediate);
    expect(await tokens.find('a')).to.deep.equal(facts(3600));
    expect(count).to.equal(1);
  });

  it('is asked for again where the question may have been lost', async () => {
    const given: ((facts: TokenFacts) => void)[] = [];
    const slow = (): Promise<TokenFacts> => new Promise((resolve) => given.push(resolve));
    const tokens = new TokenCache(slow, { seconds: 300, patience: 10, clock: () => now });
    await tokens.find('a').catch(() => undefined);
    now += 10;
    const found = tokens.find('a');
    expect(given).to.have.length(2);
    given[1]?.(facts(3600));
    expect(await found).to.deep.equal(facts(3600));
  });

  it('does not include an outage', async () => {
    let fails = true;
    const tokens = new TokenCache(
      async () => {
        if (fails) throw new IdentityOutage('away');
        return answer;
      },
      { seconds: 300, clock: () => now },
    );
    const failures = await Promise.allSettled([tokens.find('a'), tokens.find('a')]);
    expect(failures.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected']);
    fails = false;
    expect(await tokens.find('a')).to.equal(answer);
  });

  it('forgets the tokens that were used longest ago beyond 10,000, and keeps good ones in a flood of others', async () => {
    const tokens = cache(300);
    await tokens.find('good');
    answer = undefined;
    for (let count = 0; count < 10_001; count++) await tokens.find(`bad-${count}`);
    expect(asked).to.have.length(10_002);
    await tokens.find('good');
    await tokens.find('bad-10000');
    expect(asked).to.have.length(10_002);
    await tokens.find('bad-0');
    expect(asked).to.have.length(10_003);
  });
});
