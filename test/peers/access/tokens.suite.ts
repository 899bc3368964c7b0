import { expect } from 'chai';
import { Bench } from '../../functional/harness.js';
import { keystoneConfig, tokenHeader, type Identity } from './identity.js';

/** What becomes of tokens that are odd in some way. */
export function tokensSuite(identity: () => Identity): void {
  describe('tokens', () => {
    let bench: Bench;
    before(async () => {
      bench = await Bench.start(keystoneConfig(identity()));
    });
    after(() => bench?.close());

    const status = async (path: string, headers: Readonly<Record<string, string>>): Promise<number> => {
      const answer = await fetch(`${bench.url}${path}`, { headers });
      await answer.text();
      return answer.status;
    };

    it('tells strangers where to sign on, and lets them see what is public', async () => {
      for (const headers of [
        {},
        { 'x-auth-token': 'garbage' },
        { 'x-roles': 'admin', 'x-identity-status': 'Confirmed' },
      ]) {
        const answer = await fetch(`${bench.url}/v1/introspection`, { headers });
        expect(answer.status).to.equal(401);
        expect(answer.headers.get('www-authenticate')).to.equal(`Keystone uri="${identity().keystone.url}"`);
        expect(await answer.json()).to.deep.equal({ error: { message: 'Authentication required' } });
        expect(await status('/', headers)).to.equal(200);
      }
    });

    it('refuses a token once it is revoked', async () => {
      const token = await identity().people.newToken('admin', 'system');
      expect(await status('/v1/introspection', tokenHeader(token))).to.equal(200);
      await identity().people.revoke(token);
      expect(await status('/v1/introspection', tokenHeader(token))).to.equal(401);
    });

    it('keeps to the access rules of an application credential', async () => {
      const token = await identity().people.limitedToken('admin', [
        { service: 'baremetal-introspection', method: 'GET', path: '/v1/introspection/*' },
      ]);
      const headers = tokenHeader(token);
      expect(await status('/v1/introspection/nobody', headers)).to.equal(404);
      for (const path of ['/v1/introspection', '/v1/rules'])
        expect(await status(path, headers)).to.equal(403);
    });

    it('goes on when the token of the service itself has become worthless', async () => {
      await identity().people.forgetTokens();
      const token = await identity().people.newToken('admin', 'system');
      expect(await status('/v1/introspection', tokenHeader(token))).to.equal(200);
    });
  });
}
