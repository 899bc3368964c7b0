import { expect } from 'chai';
import { assemblePolicy } from '../../../src/access/policy/assemble.js';
import type { Policy } from '../../../src/access/policy/policy.js';
import { problemText, readPolicy } from '../../../src/access/policy/read-policy.js';
import { remoteServers, RemoteServers } from '../../../src/access/policy/remote-servers.js';
import { resolveConfig } from '../../../src/config/load.js';
import { ServiceHttp } from '@inspector/plugin-api/openstack';
import { AskedServer, formFields } from './asked-server.js';

const RULE = 'introspection:start';
const CALLER = {
  roles: ['member'],
  user_id: 'u1',
  project_id: null,
  system_scope: null,
  is_public_api: false,
};
const FORM = 'application/x-www-form-urlencoded';

describe('a policy that asks another server', () => {
  let server: AskedServer;
  let http: ServiceHttp;
  let now: number;
  let warned: string[];
  beforeEach(async () => {
    server = await AskedServer.start();
    http = new ServiceHttp({ insecure: false, timeout: 1 }, 'osloPolicy');
    now = 0;
    warned = [];
  });
  afterEach(async () => {
    await http.close();
    await server.close();
  });

  const servers = (hosts: readonly string[], contentType: typeof FORM | 'application/json' = FORM) =>
    new RemoteServers({
      ...{ hosts, contentType, http, clock: () => now },
      log: { warn: (text: unknown) => void warned.push(String(text)) },
    });
  const policyOf = (check: string, type?: 'application/json'): Policy => {
    const file = readPolicy(JSON.stringify({ [RULE]: check }), 'policy.yaml');
    const options = { enforceNewDefaults: true, lenient: false, servers: servers([server.place], type) };
    const { policy, problems } = assemblePolicy([file], options);
    if (policy === undefined) throw new Error(problems.map(problemText).join('\n'));
    return policy;
  };
  const url = (path = '/decide'): string => `http://${server.place}${path}`;

  it('sends rule, caller and target as a form, and lets in whom the answer True is about', async () => {
    expect(await policyOf(url()).decide(RULE, CALLER, { node: 'n1' })).to.equal(true);
    const [asked] = server.asked;
    expect(asked).to.include({ path: '/decide', type: FORM });
    expect(formFields(asked?.body ?? '')).to.deep.equal({
      rule: RULE,
      target: { node: 'n1' },
      credentials: CALLER,
    });
  });

  it('sends one JSON text where that is asked for', async () => {
    expect(await policyOf(url(), 'application/json').decide(RULE, CALLER)).to.equal(true);
    expect(server.asked[0]).to.include({
      type: 'application/json',
      body: JSON.stringify({ rule: RULE, target: {}, credentials: CALLER }),
    });
  });

  it('fills values of the request into path and query, encoded', async () => {
    expect(await policyOf(url('/of/%(node)s?x=%(n)s')).decide(RULE, CALLER, { node: 'a/b', n: 5 })).to.equal(
      true,
    );
    expect(server.asked[0]?.path).to.equal('/of/a%2Fb?x=5');
  });

  it('asks nobody where the answer does not matter, nor where a value is missing', async () => {
    expect(await policyOf(`role:member or ${url()}`).decide(RULE, CALLER)).to.equal(true);
    expect(await policyOf(`role:admin and ${url()}`).decide(RULE, CALLER)).to.equal(false);
    expect(await policyOf(url('/%(node)s')).decide(RULE, CALLER)).to.equal(false);
    expect(server.asked).to.deep.equal([]);
  });

  it('decides without delay where no server is asked', () => {
    expect(policyOf('role:member').decide(RULE, CALLER)).to.equal(true);
  });

  for (const text of ['False', 'true', 'True\n', '', '{"allowed": true}']) {
    it(`takes ${JSON.stringify(text)} for no`, async () => {
      server.answer = (response) => response.end(text);
      expect(await policyOf(url()).decide(RULE, CALLER)).to.equal(false);
      expect(await policyOf(`not ${url()}`).decide(RULE, CALLER)).to.equal(true);
      expect(warned).to.deep.equal([]);
    });
  }

  const failures: readonly [string, AskedServer['answer'], RegExp][] = [
    ['fails', (response) => response.writeHead(500).end('True'), /answered 500 True/],
    ['redirects', (response) => response.writeHead(302, { location: '/other' }).end(), /answered 302/],
    ['breaks off', (response) => response.destroy(), /gave no answer/],
    ['says nothing in time', () => undefined, /gave no answer/],
  ];
  for (const [what, answer, warning] of failures) {
    it(`denies, also below a not, where a server ${what}`, async () => {
      server.answer = answer;
      for (const check of [url(), `not ${url()}`, `role:member and not ${url('/other')}`])
        expect(await policyOf(check).decide(RULE, CALLER), check).to.equal(false);
      expect(warned.join('\n')).to.match(warning).and.include(RULE);
    });
  }

  it('remembers an answer for five seconds, for the same caller', async () => {
    const policy = policyOf(url());
    for (const later of [0, 4999]) {
      now = later;
      expect(await policy.decide(RULE, CALLER)).to.equal(true);
    }
    expect(server.asked).to.have.length(1);
    expect(policy.explain(RULE, CALLER)).to.deep.equal({ allowed: true, leaf: url() });
    await policy.decide(RULE, { ...CALLER, user_id: 'u2' });
    expect(server.asked).to.have.length(2);
    now = 5000;
    server.answer = (response) => response.end('False');
    expect(await policy.decide(RULE, CALLER)).to.equal(false);
  });

  it('asks once for all who come at the same time', async () => {
    const policy = policyOf(url());
    await Promise.all(Array.from({ length: 20 }, () => policy.decide(RULE, CALLER)));
    expect(server.asked).to.have.length(1);
  });

  it('is denied what needs an answer where nobody can be asked', () => {
    expect(policyOf(`not ${url()}`).allows(RULE, CALLER)).to.equal(false);
  });

  for (const [check, hosts, said] of [
    ['https://policy.example/x', [], 'add policy.example to osloPolicy.remoteChecks'],
    ['https://policy.example:8443/x', ['policy.example'], 'add policy.example:8443 to'],
    ['https://policy.example/x', ['policy.example:8443'], 'add policy.example to'],
    ['http://[2001:DB8::1]:81/x', ['other.example'], 'add [2001:db8::1]:81 to'],
    ['https:x', [], 'does not say which server is asked'],
    ['https://%(host)s/x', [], 'does not say which server is asked'],
    ['https://policy%(host)s.example/x', [], 'does not say which server is asked'],
    ['https://me:secret@policy.example/x', ['policy.example'], 'has a user in its URL'],
  ] as const) {
    it(`is refused with ${check} where ${hosts.join(', ') || 'no server'} may be asked`, () => {
      const file = readPolicy(JSON.stringify({ [RULE]: check }), 'policy.yaml');
      const options = { enforceNewDefaults: true, lenient: false, servers: servers(hosts) };
      const { policy, problems } = assemblePolicy([file], options);
      expect(policy).to.equal(undefined);
      expect(problems.map(problemText).join('\n'))
        .to.include(`policy.yaml:1: rule "${RULE}": "${check}"`)
        .and.include(said);
    });
  }

  for (const [check, host] of [
    ['https://policy.example/x', 'policy.example'],
    ['https://policy.example/x', 'POLICY.example:443'],
    ['http://policy.example', 'policy.example:80'],
    ['http://[2001:db8::1]:81/x?y=%(z)s', '[2001:DB8::1]:81'],
  ] as const) {
    it(`is taken with ${check} where ${host} may be asked`, () => {
      const file = readPolicy(JSON.stringify({ [RULE]: check }), 'policy.yaml');
      const options = { enforceNewDefaults: true, lenient: false, servers: servers([host]) };
      expect(assemblePolicy([file], options).problems).to.deep.equal([]);
    });
  }

  it('is asked for with options whose mistakes are found at the start', () => {
    const wrong = (osloPolicy: object): string => {
      try {
        remoteServers(resolveConfig({ osloPolicy }).osloPolicy, { warn: () => undefined });
      } catch (error) {
        return (error as Error).message;
      }
      return '';
    };
    expect(wrong({ remoteChecks: ['https://policy.example'] })).to.include('osloPolicy.remoteChecks');
    expect(wrong({ remoteChecks: ['a.example'], remoteSslCaCrtFile: '/nowhere/ca.pem' })).to.match(
      /^osloPolicy\.remoteSslCaCrtFile: cannot be read/,
    );
    expect(wrong({ remoteChecks: ['a.example'] })).to.equal('');
  });
});
