import { expect } from 'chai';
import { identify, policyValuesOf } from '../../../src/access/keystone/keystone-caller.js';
import { IdentityOutage } from '../../../src/access/keystone/identity-outage.js';
import { TokenCache } from '../../../src/access/keystone/token-cache.js';
import { readTokenFacts, type TokenFacts } from '../../../src/access/keystone/token-facts.js';
import { tokenBody } from './fake-identity.js';

const NOW = Date.parse('2031-02-03T04:05:06Z');
const RULE = { service: 'baremetal-introspection', method: 'GET', path: '/v1/introspection' };
const facts = (changes: Readonly<Record<string, unknown>> = {}): TokenFacts => {
  const read = readTokenFacts(tokenBody(changes));
  if (read === undefined) throw new Error('no token');
  return read;
};
const role = (...names: string[]) => ({ roles: names.map((name) => ({ id: name, name })) });
const EXPIRED = { expires_at: '2031-02-03T04:05:05.000000Z' };

/** What Keystone knows; those marked are told only to who asks about expired ones. */
const TOKENS: Readonly<Record<string, TokenFacts>> = {
  alice: facts(),
  late: facts(EXPIRED),
  ironic: facts(role('service')),
  'late-ironic': facts({ ...role('service'), ...EXPIRED }),
  helper: facts(role('member')),
  limited: facts({ application_credential: { id: 'c', access_rules: [RULE] } }),
  useless: facts({ application_credential: { id: 'c', access_rules: [] } }),
  unlimited: facts({ application_credential: { id: 'c', access_rules: null } }),
  kerberos: facts({ bind: { kerberos: 'alice' } }),
  certificate: facts({ oauth2_credential: { 'x5t#S256': 'abc' } }),
};

async function found(headers: Readonly<Record<string, string>>, path = '/v1/introspection') {
  const asked: string[] = [];
  const validate = async (token: string, { allowExpired }: { allowExpired: boolean }) => {
    asked.push(token);
    if (token === 'broken') throw new IdentityOutage('away');
    const known = TOKENS[token];
    return known === undefined || (known.expiresAt <= NOW && !allowExpired) ? undefined : known;
  };
  const options = {
    tokens: new TokenCache(validate, { seconds: 300, clock: () => NOW }),
    ...{
      serviceTokenRoles: ['service', 'speaker'],
      serviceType: 'baremetal-introspection',
      clock: () => NOW,
    },
  };
  const identified = await identify(headers, { method: 'GET', path }, options);
  return { ...identified, asked };
}

describe('the sender of a request, by tokens of Keystone', () => {
  for (const [what, headers, kind] of [
    ['no token', {}, 'unknown'],
    ['an empty token', { 'x-auth-token': '  ' }, 'unknown'],
    ['a good token', { 'x-auth-token': 'alice' }, 'known'],
    ['a good token with blanks around it', { 'x-auth-token': ' alice\t' }, 'known'],
    ['the older header', { 'x-storage-token': 'alice' }, 'known'],
    ['both headers, the first one good', { 'x-auth-token': 'alice', 'x-storage-token': 'nobody' }, 'known'],
    ['both headers, the first one bad', { 'x-auth-token': 'nobody', 'x-storage-token': 'alice' }, 'unknown'],
    ['a token that nobody knows', { 'x-auth-token': 'nobody' }, 'unknown'],
    ['an expired token', { 'x-auth-token': 'late' }, 'unknown'],
    ['an expired token, sent by a service', { 'x-auth-token': 'late', 'x-service-token': 'ironic' }, 'known'],
    [
      'an expired token, sent by no service',
      { 'x-auth-token': 'late', 'x-service-token': 'helper' },
      'unknown',
    ],
    ['a service token without the role', { 'x-auth-token': 'alice', 'x-service-token': 'helper' }, 'unknown'],
    ['a service token nobody knows', { 'x-auth-token': 'alice', 'x-service-token': 'x' }, 'unknown'],
    ['an expired service token', { 'x-auth-token': 'alice', 'x-service-token': 'late-ironic' }, 'unknown'],
    ['a service token alone', { 'x-service-token': 'ironic' }, 'unknown'],
    ['a token bound to Kerberos', { 'x-auth-token': 'kerberos' }, 'unknown'],
    ['a token bound to a certificate', { 'x-auth-token': 'certificate' }, 'unknown'],
    ['a bound service token', { 'x-auth-token': 'alice', 'x-service-token': 'kerberos' }, 'unknown'],
    ['an application credential for this', { 'x-auth-token': 'limited' }, 'known'],
    ['an application credential for nothing', { 'x-auth-token': 'useless' }, 'not-for-this'],
    ['an application credential for everything', { 'x-auth-token': 'unlimited' }, 'known'],
  ] as const) {
    it(`is ${kind} with ${what}`, async () => expect(await found(headers)).to.include({ kind }));
  }

  it('may do with an application credential what its rules name, and nothing else', async () => {
    expect(await found({ 'x-auth-token': 'limited' }, '/v1/rules')).to.include({ kind: 'not-for-this' });
    const garbage = { 'x-auth-token': 'limited', 'x-service-token': 'garbage' };
    expect(await found(garbage, '/v1/rules')).to.include({ kind: 'unknown' });
    const service = { 'x-auth-token': 'limited', 'x-service-token': 'ironic' };
    expect(await found(service, '/v1/rules')).to.include({ kind: 'known' });
  });

  it('is nobody by headers that only a proxy of the reference would set', async () => {
    const { kind, asked } = await found({
      'x-identity-status': 'Confirmed',
      'x-roles': 'admin',
      'openstack-system-scope': 'all',
    });
    expect(kind).to.equal('unknown');
    expect(asked).to.deep.equal([]);
  });

  for (const headers of [
    { 'x-auth-token': 'broken' },
    { 'x-auth-token': 'alice', 'x-service-token': 'broken' },
  ]) {
    it(`cannot be told during an outage: ${Object.keys(headers).join(', ')}`, async () => {
      const failure: unknown = await found(headers).catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(IdentityOutage);
    });
  }
});

describe('what policies know of a caller', () => {
  it('of a project', () => {
    expect(policyValuesOf(facts(), undefined)).to.deep.equal({
      ...{ user_id: 'u1', user_name: 'alice', user_domain_id: 'default', user_domain_name: 'Default' },
      ...{
        project_id: 'p1',
        project_name: 'demo',
        project_domain_id: 'default',
        project_domain_name: 'Default',
      },
      ...{
        roles: ['admin', 'Reader'],
        is_admin_project: true,
        is_public_api: false,
        auth_method: 'keystone',
      },
    });
  });

  it('of the system, and of a domain', () => {
    const system = facts({ project: undefined, system: { all: true }, is_admin_project: false });
    expect(policyValuesOf(system, undefined)).to.include({
      system_scope: 'all',
      system: 'all',
      is_admin_project: false,
    });
    expect(policyValuesOf(system, undefined)).not.to.have.property('project_id');
    const domain = facts({ project: undefined, domain: { id: 'd1', name: 'D' } });
    expect(policyValuesOf(domain, undefined)).to.include({ domain_id: 'd1' });
  });

  it('of a service that speaks for it, under names of its own', () => {
    const service = facts({ ...role('service'), system: { all: true }, user: { id: 'u2', name: 'ironic' } });
    const values = policyValuesOf(facts({ roles: undefined }), service);
    expect(values).to.include({ user_id: 'u1', service_user_id: 'u2', service_project_id: 'p1' });
    expect(values).to.deep.include({ roles: [], service_roles: ['service'] });
    expect(values).not.to.have.property('system_scope');
  });

  it('without scope', () => {
    const values = policyValuesOf(facts({ project: undefined, roles: undefined }), undefined);
    expect(values).to.deep.include({ roles: [], user_id: 'u1' });
  });
});
