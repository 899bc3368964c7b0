import { expect } from 'chai';
import { FailedCredentials } from '../../../src/access/failed-credentials.js';
import { CountedTokens, ShutOut } from '../../../src/access/keystone/counted-tokens.js';
import { IdentityOutage } from '../../../src/access/keystone/identity-outage.js';
import { TokenCache } from '../../../src/access/keystone/token-cache.js';
import { readTokenFacts } from '../../../src/access/keystone/token-facts.js';
import { tokenBody } from './fake-identity.js';

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'it succeeded',
    (error: unknown) => error,
  );

describe('bad tokens', () => {
  let asked: string[];
  let failures: FailedCredentials;
  let tokens: TokenCache;
  beforeEach(() => {
    asked = [];
    failures = new FailedCredentials({ most: 3 });
    const validate = async (token: string) => {
      asked.push(token);
      if (token === 'later') throw new IdentityOutage('away');
      return token.startsWith('good') ? readTokenFacts(tokenBody()) : undefined;
    };
    tokens = new TokenCache(validate, { seconds: 300 });
  });
  const from = (address: string | undefined) => new CountedTokens({ tokens, failures }, address);

  it('are counted once each, however often and by however many at a time they are sent', async () => {
    const client = from('192.0.2.1');
    await Promise.all(Array.from({ length: 10 }, () => client.find('bad 1')));
    for (let count = 0; count < 10; count++) await client.find('bad 2');
    expect(asked).to.deep.equal(['bad 1', 'bad 2']);
    expect(failures.secondsLeft('192.0.2.1')).to.equal(0);
    await client.find('bad 3');
    expect(failures.secondsLeft('192.0.2.1')).to.be.above(0);
  });

  it('shut their address out: nobody is asked about unknown ones, and good ones that are known go on', async () => {
    await from('192.0.2.1').find('good');
    for (const token of ['bad 1', 'bad 2', 'bad 3']) await from('192.0.2.1').find(token);
    const error = await failureOf(from('192.0.2.1').find('good too'));
    expect(error).to.be.instanceOf(ShutOut);
    expect(asked).to.not.include('good too');
    expect(await from('192.0.2.1').find('good')).to.not.equal(undefined);
    expect(await from('192.0.2.1').find('bad 1')).to.equal(undefined);
    expect(await from('192.0.2.2').find('good too')).to.not.equal(undefined);
  });

  it('are not counted where nobody could tell whether they are bad, or behind a proxy that says nothing', async () => {
    for (let count = 0; count < 5; count++) await failureOf(from('192.0.2.1').find('later'));
    for (let count = 0; count < 5; count++) await from(undefined).find(`bad ${count}`);
    expect(failures.secondsLeft('192.0.2.1')).to.equal(0);
    expect(await from(undefined).find('good')).to.not.equal(undefined);
  });
});
