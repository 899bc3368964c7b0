import { expect } from 'chai';
import { FakeIdentity, tokenBody } from '../../core/test/access/keystone/fake-identity.js';
import { Bench, eventually } from './harness.js';

const GOOD = 'good-token';
/** Questions to Keystone that may be under way. */
const IN_FLIGHT = 16;
/** Requests of strangers at the same time. */
const AT_ONCE = 100;

describe('callers with tokens, many at a time', function () {
  this.timeout(60_000);
  let identity: FakeIdentity;
  let bench: Bench;
  /** @param httpConnectTimeout - seconds; long where nobody is to be refused, however slow the machine is */
  const start = async (httpConnectTimeout: number): Promise<void> => {
    bench = await Bench.start({
      authStrategy: 'keystone',
      keystoneAuthtoken: {
        ...{ authUrl: identity.url, username: 'inspector', password: 'service-pw', httpConnectTimeout },
        ...{ projectName: 'service', userDomainId: 'default', projectDomainId: 'default' },
      },
    });
    await eventually(
      () => identity.ownQuestions.length,
      (count) => count > 0,
      'the look of the service at its own token',
    );
  };
  beforeEach(async () => {
    identity = await FakeIdentity.start();
    identity.tokens.set(GOOD, tokenBody());
    await start(60);
  });
  afterEach(async () => {
    await bench.close();
    await identity.close();
  });

  const ask = async (token: string, path = '/v1/introspection'): Promise<number> => {
    const answer = await fetch(bench.url + path, { headers: { 'x-auth-token': token } });
    await answer.text();
    return answer.status;
  };
  const askAtOnce = (tokens: readonly string[]): Promise<number[]> =>
    Promise.all(tokens.map((token) => ask(token)));

  it('cost Keystone nothing where the token is known', async () => {
    expect(await ask(GOOD)).to.equal(200);
    expect(identity.questions).to.have.length(1);
    for (let time = 0; time < 10; time++) {
      expect(new Set(await askAtOnce(Array<string>(10).fill(GOOD)))).to.deep.equal(new Set([200]));
    }
    expect(identity.questions).to.have.length(1);
  });

  it('cost Keystone one request where 1,000 bring the same bad token', async () => {
    for (let time = 0; time < 10; time++) {
      const statuses = await askAtOnce(Array<string>(AT_ONCE).fill('bad-token'));
      expect(new Set(statuses)).to.deep.equal(new Set([401]));
    }
    expect(identity.questions).to.have.length(1);
  });

  it('keep no more than 16 requests at Keystone, however many different tokens come', async () => {
    let underWay = 0;
    let most = 0;
    identity.handler = (response) => {
      most = Math.max(most, ++underWay);
      setTimeout(() => {
        underWay -= 1;
        response.writeHead(404).end('{}');
      }, 2);
    };
    for (let round = 0; round < 5; round++) {
      const tokens = Array.from({ length: AT_ONCE }, (_, index) => `bad-${round}-${index}`);
      expect(new Set(await askAtOnce(tokens))).to.deep.equal(new Set([401]));
    }
    expect(most).to.equal(IN_FLIGHT);
  });

  it('are served while Keystone hangs if they are known or need no token, and all of them afterwards', async () => {
    await bench.close();
    identity.ownQuestions.length = 0;
    await start(1);
    expect(await ask(GOOD)).to.equal(200);
    identity.tokens.set('another', tokenBody());
    identity.handler = () => undefined;
    const refused = askAtOnce(['another', 'stranger']);
    expect(await ask('garbage', '/v1')).to.equal(200);
    expect(await ask(GOOD)).to.equal(200);
    expect(await refused).to.deep.equal([503, 503]);
    identity.handler = undefined;
    await eventually(
      () => ask('another'),
      (status) => status === 200,
      'a good token afterwards',
    );
    expect(await ask('stranger')).to.equal(401);
  });
});
