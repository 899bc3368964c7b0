import { expect } from 'chai';
import { examineIdentity } from '../../../src/access/keystone/examine-identity.js';
import { IdentityService } from '../../../src/access/keystone/identity-service.js';
import { FakeIdentity, tokenBody } from './fake-identity.js';

describe('a look at the identity service', () => {
  let identity: FakeIdentity;
  let closing: (() => Promise<void>)[];
  beforeEach(async () => {
    identity = await FakeIdentity.start();
    identity.tokens.set('own-1', tokenBody());
    closing = [];
  });
  afterEach(async () => {
    for (const close of closing) await close();
    await identity.close();
  });
  const examine = async () => {
    const { session, http } = identity.client();
    closing.push(() => http.close());
    return examineIdentity(new IdentityService(session, http));
  };

  it('finds it ready when it tells about the own token', async () => {
    expect(await examine()).to.deep.equal({
      isReady: true,
      isFault: false,
      text: 'it tells about tokens',
    });
    expect(identity.ownQuestions.map(({ own, subject }) => [own, subject])).to.deep.equal([
      ['own-1', 'own-1'],
    ]);
  });

  const clockOff = (seconds: number) => {
    identity.handler = (response) =>
      response.writeHead(200, { date: new Date(Date.now() - seconds * 1000).toUTCString() }).end(tokenBody());
  };
  const faults: [string, () => void, RegExp][] = [
    ['a wrong password', () => (identity.signOnStatus = 401), /refused the credentials: \S+ answered 401/],
    [
      'a wrong URL',
      () => (identity.signOnStatus = 404),
      /no identity API at \S+, which answered 404 .*: check authUrl/,
    ],
    [
      'a user without the role',
      () => (identity.handler = (response) => response.writeHead(403).end()),
      /refuses this service, whose user needs the role service/,
    ],
    [
      'a user without the role, who may ask about himself only',
      () => identity.tokens.set('own-1', tokenBody({ roles: [{ id: 'r1', name: 'reader' }] })),
      /refuses this service, whose user needs the role service .*: alice has only reader/,
    ],
    [
      'a clock an hour ahead',
      () => clockOff(3600),
      /36\d\d s ahead of .* good tokens look expired: set the time/,
    ],
    ['a clock an hour behind', () => clockOff(-3600), /3[56]\d\d s behind .* expired tokens look good/],
  ];
  for (const [what, make, sentence] of faults) {
    it(`says so of ${what}`, async () => {
      make();
      const { isReady, text } = await examine();
      expect(isReady).to.equal(false);
      expect(text).to.match(sentence);
      expect(text).to.not.include('pa55-word');
    });
  }

  it('finds it ready where a policy of its own lets another role ask', async () => {
    identity.tokens.set('own-1', tokenBody({ roles: [{ id: 'r1', name: 'gardener' }] }));
    identity.tokens.set('caller', tokenBody());
    const { session, http } = identity.client();
    closing.push(() => http.close());
    const service = new IdentityService(session, http);
    expect(await examineIdentity(service)).to.include({ isReady: false });
    await service.validate('caller');
    expect(await examineIdentity(service)).to.include({ isReady: true });
  });

  it('only mentions a clock that is off by two minutes', async () => {
    clockOff(120);
    const { isReady, text } = await examine();
    expect(isReady).to.equal(true);
    expect(text).to.include('the clock of this machine');
  });

  it('says so when nobody is there', async () => {
    const { session, http } = identity.client();
    closing.push(() => http.close());
    await identity.close();
    const { isReady, text } = await examineIdentity(new IdentityService(session, http));
    expect(isReady).to.equal(false);
    expect(text).to.include('Could not connect to the identity service');
    identity = await FakeIdentity.start();
  });
});
