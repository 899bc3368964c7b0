import { expect } from 'chai';
import { Bench } from '../../functional/harness.js';
import { describePeer } from '../peer.js';
import { KEYSTONE_COMMANDS, type KeystoneServer, startKeystone } from '../servers/keystone.js';
import { KeystonePeople } from './keystone-people.js';

/** Who may read the status of introspections, and who may do everything else that is not public. */
const PERSONAS = [
  { who: 'an admin of the system', system: true, role: 'admin', reads: true, acts: true },
  { who: 'a reader of the system', system: true, role: 'reader', reads: true, acts: false },
  { who: 'a member of the system', system: true, role: 'member', reads: true, acts: false },
  { who: 'an admin of a project', system: false, role: 'admin', reads: true, acts: true },
  { who: 'a member of a project', system: false, role: 'member', reads: false, acts: false },
  { who: 'a reader of a project', system: false, role: 'reader', reads: false, acts: false },
  { who: 'a service', system: false, role: 'service', reads: true, acts: true },
  {
    who: 'an observer by the old role',
    system: false,
    role: 'baremetal_observer',
    reads: false,
    acts: false,
  },
  {
    who: 'an administrator by the old role',
    system: false,
    role: 'baremetal_admin',
    reads: false,
    acts: false,
  },
] as const;

describePeer('callers with tokens of a real Keystone', KEYSTONE_COMMANDS, function () {
  this.timeout(180_000);
  let keystone: KeystoneServer;
  let people: KeystonePeople;
  let bench: Bench;
  before(async () => {
    keystone = await startKeystone();
    people = await KeystonePeople.of(keystone);
    bench = await Bench.start({
      authStrategy: 'keystone',
      keystoneAuthtoken: {
        ...{
          authUrl: keystone.url,
          username: 'ironic-inspector',
          password: 'inspectorpw',
          projectName: 'service',
        },
        ...{ userDomainId: 'default', projectDomainId: 'default', tokenCacheTime: 0, httpConnectTimeout: 20 },
      },
    });
  });
  after(async () => {
    await bench?.close();
    await keystone?.stop();
  });

  const status = async (
    path: string,
    headers: Readonly<Record<string, string>>,
    method = 'GET',
  ): Promise<number> => {
    const answer = await fetch(`${bench.url}${path}`, { method, headers });
    await answer.text();
    return answer.status;
  };

  for (const { who, system, role, reads, acts } of PERSONAS) {
    it(`lets ${who} ${acts ? 'do everything' : reads ? 'read the status only' : 'do nothing'}`, async () => {
      const token = await people.token(role, system);
      const headers = { 'x-auth-token': token };
      expect(await status('/v1/introspection', headers)).to.equal(reads ? 200 : 403);
      expect(await status('/v1/rules', headers)).to.equal(acts ? 200 : 403);
      expect(await status('/v1', headers)).to.equal(200);
    });
  }

  it('tells strangers where to sign on, and lets them see what is public', async () => {
    for (const headers of [
      {},
      { 'x-auth-token': 'garbage' },
      { 'x-roles': 'admin', 'x-identity-status': 'Confirmed' },
    ]) {
      const answer = await fetch(`${bench.url}/v1/introspection`, { headers });
      expect(answer.status).to.equal(401);
      expect(answer.headers.get('www-authenticate')).to.equal(`Keystone uri="${keystone.url}"`);
      expect(await answer.json()).to.deep.equal({ error: { message: 'Authentication required' } });
      expect(await status('/', headers)).to.equal(200);
    }
  });

  it('refuses a token once it is revoked', async () => {
    const token = await people.token('admin', true);
    expect(await status('/v1/introspection', { 'x-auth-token': token })).to.equal(200);
    await people.revoke(token);
    expect(await status('/v1/introspection', { 'x-auth-token': token })).to.equal(401);
  });

  it('keeps to the access rules of an application credential', async () => {
    const token = await people.limitedToken('admin', [
      { service: 'baremetal-introspection', method: 'GET', path: '/v1/introspection/*' },
    ]);
    const headers = { 'x-auth-token': token };
    expect(await status('/v1/introspection/nobody', headers)).to.equal(404);
    for (const path of ['/v1/introspection', '/v1/rules']) expect(await status(path, headers)).to.equal(403);
  });

  it('goes on when the token of the service itself has become worthless', async () => {
    await keystone.forgetTokens();
    const token = await people.token('admin', true);
    expect(await status('/v1/introspection', { 'x-auth-token': token })).to.equal(200);
  });
});
