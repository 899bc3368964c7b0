import type { ServerResponse } from 'node:http';
import type { UserConfig } from '@inspector/core';
import { expect } from 'chai';
import { FakeIdentity, keystoneError, tokenBody } from '../../core/test/access/keystone/fake-identity.js';
import { Bench, eventually } from './harness.js';

interface Session {
  readonly user: { readonly name: string };
  readonly project: string | null;
  readonly expires_at: string;
  readonly may: readonly string[];
}

const PAGE = { 'X-Inspector-Session': 'page' };
const PASSWORD = 'geheim';
const ALICE = { user: 'alice', password: PASSWORD };
const AWAY = 'The identity service cannot tell at present who you are; try again in a few seconds';
const DEFAULT = { name: 'Default' };

describe('Logging in from a page with a user and a password of Keystone', function () {
  this.timeout(60_000);
  let identity: FakeIdentity;
  let bench: Bench;
  const config = (more: UserConfig = {}): UserConfig => ({
    authStrategy: 'keystone',
    debug: true,
    audit: { lines: 'everything' },
    keystoneAuthtoken: {
      ...{ authUrl: identity.url, username: 'inspector', password: 'service-pw', httpConnectTimeout: 1 },
      ...{ projectName: 'service', userDomainId: 'default', projectDomainId: 'default' },
    },
    ...more,
  });
  beforeEach(async () => {
    identity = await FakeIdentity.start();
    identity.people.set('alice', PASSWORD);
  });
  afterEach(async () => {
    const log = bench.log.join('');
    await bench.close();
    await identity.close();
    expect(log).not.to.include(PASSWORD);
  });

  const send = (body: unknown): Promise<Response> =>
    fetch(`${bench.url}/v1/session`, { method: 'POST', headers: PAGE, body: JSON.stringify(body) });
  const messageOf = async (answer: Response): Promise<string> =>
    ((await answer.json()) as { error: { message: string } }).error.message;
  const cookieOf = (answer: Response): Record<string, string> => ({
    ...PAGE,
    Cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '',
  });
  const statusOf = async (path: string, headers: Record<string, string>): Promise<number> =>
    (await fetch(bench.url + path, { headers })).status;

  describe('where Keystone answers', () => {
    beforeEach(async () => {
      bench = await Bench.start(config());
    });

    it('lets somebody work in their default project', async () => {
      const answer = await send(ALICE);
      expect(answer.status).to.equal(200);
      const session = (await answer.json()) as Session;
      expect(session).to.deep.include({ strategy: 'keystone', project: 'demo' });
      expect(session.user.name).to.equal('alice');
      expect(session.may).to.include('introspection:start');
      expect(await statusOf('/v1/rules', cookieOf(answer))).to.equal(200);
      expect(identity.logins).to.deep.equal([
        {
          identity: {
            methods: ['password'],
            password: { user: { name: 'alice', password: PASSWORD, domain: DEFAULT } },
          },
        },
      ]);
    });

    for (const [said, user, scope] of [
      [{ project: 'demo' }, DEFAULT, { project: { name: 'demo', domain: DEFAULT } }],
      [
        { project: 'demo', user_domain: 'people' },
        { name: 'people' },
        { project: { name: 'demo', domain: { name: 'people' } } },
      ],
      [
        { project: 'demo', project_domain: 'racks' },
        DEFAULT,
        { project: { name: 'demo', domain: { name: 'racks' } } },
      ],
      [{ system_scope: 'all', user_domain: 'people' }, { name: 'people' }, { system: { all: true } }],
    ] as const) {
      it(`asks Keystone for what somebody wants to work in: ${JSON.stringify(said)}`, async () => {
        expect((await send({ ...ALICE, ...said })).status).to.equal(200);
        const [login] = identity.logins;
        expect(login?.identity.password.user).to.deep.include({ name: 'alice', domain: user });
        expect(login?.scope).to.deep.equal(scope);
      });
    }

    it('refuses a wrong password in the words of every refusal, and says which form to show', async () => {
      const answer = await send({ ...ALICE, password: `${PASSWORD}!` });
      expect(answer.status).to.equal(401);
      expect(answer.headers.get('www-authenticate')).to.equal('Inspector-Session form="keystone"');
      expect(answer.headers.getSetCookie()).to.deep.equal([]);
      expect(await messageOf(answer)).to.equal('Authentication required');
      const stranger = await fetch(`${bench.url}/v1/session`, { headers: PAGE });
      expect(stranger.headers.get('www-authenticate')).to.equal('Inspector-Session form="keystone"');
    });

    for (const [what, status, headers, body, words] of [
      [
        'an expired password',
        401,
        {},
        keystoneError('The password is expired and needs to be changed for user: 4f2a.'),
        'Your password has expired',
      ],
      [
        'a disabled account',
        401,
        {},
        keystoneError('The account is disabled for user: 4f2a.'),
        'Your account is disabled',
      ],
      [
        'a locked account',
        401,
        {},
        keystoneError('The account is locked for user: 4f2a.'),
        'Your account is locked',
      ],
      [
        'somebody of whom another factor is asked',
        401,
        { 'openstack-auth-receipt': 'gAAAA' },
        '{"receipt": {"methods": ["password"]}, "required_auth_methods": [["password", "totp"]]}',
        'asks for another factor',
      ],
      ['somebody who may not', 403, {}, '{"error": {"code": 403}}', 'does not let this user log in'],
      [
        'somebody without a default project',
        201,
        { 'x-subject-token': 'unscoped' },
        tokenBody({ project: undefined, roles: undefined }),
        'name the project',
      ],
    ] as const) {
      it(`says why ${what} is not let in`, async () => {
        identity.loginHandler = (response) => response.writeHead(status, headers).end(body);
        const answer = await send(ALICE);
        expect(answer.status).to.equal(401);
        expect(await messageOf(answer)).to.include(words);
        expect(answer.headers.getSetCookie()).to.deep.equal([]);
      });
    }

    for (const [what, fault] of Object.entries({
      'is broken': (response) => response.writeHead(500).end(`{"said": "${PASSWORD}"}`),
      'wants to be asked later': (response) => response.writeHead(503, { 'retry-after': '7' }).end(),
      'takes no more requests': (response) => response.writeHead(429, { 'retry-after': '7' }).end(),
      'does not understand': (response) => response.writeHead(400).end(`{"error": "${PASSWORD}"}`),
      'is elsewhere': (response) => response.writeHead(302, { location: 'https://sso.example/' }).end(),
      'has no such route': (response) => response.writeHead(404).end('<h1>Not Found</h1>'),
      'is the page of a proxy': (response) =>
        response.writeHead(200, { 'content-type': 'text/html' }).end(`<p>${PASSWORD}</p>`),
      'forgets the token': (response) => response.writeHead(201).end(tokenBody()),
      'has a token that no header can hold': (response) =>
        response.writeHead(201, { 'x-subject-token': 'two words' }).end(tokenBody()),
      'has a token and says nothing of it': (response) =>
        response.writeHead(201, { 'x-subject-token': 'good' }).end('{"token": null}'),
      'hangs up': (response) => response.destroy(),
      'does not answer': () => undefined,
    } satisfies Record<string, (response: ServerResponse) => unknown>)) {
      it(`can be repeated after a Keystone that ${what}`, async () => {
        identity.loginHandler = fault;
        const answer = await send(ALICE);
        expect(answer.status).to.equal(503);
        expect(await messageOf(answer)).to.equal(AWAY);
        expect(Number(answer.headers.get('retry-after'))).to.be.above(0);
        expect(bench.log.some((line) => /"level":40.*The identity service/.test(line))).to.equal(true);
        identity.loginHandler = undefined;
        expect((await send(ALICE)).status).to.equal(200);
      });
    }

    it('holds up nobody who has a token while log-ins hang', async () => {
      identity.loginHandler = () => undefined;
      identity.tokens.set('of-a-program', tokenBody());
      const logins = Array.from({ length: 8 }, () => send(ALICE));
      await eventually(
        () => identity.logins.length,
        (count) => count === 4,
        'four log-ins at Keystone',
      );
      expect(await statusOf('/v1/rules', { 'X-Auth-Token': 'of-a-program' })).to.equal(200);
      expect(new Set((await Promise.all(logins)).map(({ status }) => status))).to.deep.equal(new Set([503]));
      expect(await statusOf('/v1/rules', { 'X-Auth-Token': 'of-another' })).to.equal(401);
    });

    it('lasts no longer than the token', async () => {
      const end = new Date(Date.now() + 120_000).toISOString();
      identity.personalToken = tokenBody({ expires_at: end });
      const answer = await send(ALICE);
      expect(((await answer.json()) as Session).expires_at).to.equal(end);
      const [, age = ''] = /Max-Age=(\d+)/.exec(answer.headers.getSetCookie()[0] ?? '') ?? [];
      expect(Number(age)).to.be.within(60, 120);
      const known = await fetch(`${bench.url}/v1/session`, { headers: cookieOf(answer) });
      expect(((await known.json()) as Session).expires_at).to.equal(end);
    });

    const logOut = (headers: Record<string, string>): Promise<Response> =>
      fetch(`${bench.url}/v1/session`, { method: 'DELETE', headers });

    it('has the token end when somebody logs out', async () => {
      const cookie = cookieOf(await send(ALICE));
      expect(await statusOf('/v1/rules', cookie)).to.equal(200);
      expect((await logOut({})).status).to.equal(204);
      expect((await logOut({ Cookie: cookie.Cookie ?? '' })).status).to.equal(403);
      expect(identity.revoked).to.deep.equal([]);
      const answer = await logOut(cookie);
      expect([answer.status, answer.headers.getSetCookie()[0]]).to.deep.equal([
        204,
        'inspector_session=; Max-Age=0; HttpOnly; SameSite=Strict',
      ]);
      expect(identity.revoked).to.deep.equal(['personal-1']);
      // Whoever kept the cookie has nothing any more, and nor has a second log-out anything to end.
      expect(await statusOf('/v1/rules', cookie)).to.equal(401);
      expect((await logOut(cookie)).status).to.equal(204);
    });

    it('lets somebody log out whom Keystone does not answer, and says that the token is still good', async () => {
      const cookie = cookieOf(await send(ALICE));
      identity.handler = (response) => response.writeHead(503).end();
      expect((await logOut(cookie)).status).to.equal(204);
      identity.handler = () => undefined;
      expect((await logOut(cookie)).status).to.equal(204);
      const warnings = bench.log.filter((line) => line.includes('the token stays good until it expires'));
      expect(warnings).to.have.length(2);
    });

    it('takes a token instead, which stays good when somebody logs out', async () => {
      identity.tokens.set('of-alice', tokenBody());
      const answer = await send({ token: 'of-alice' });
      expect(answer.status).to.equal(200);
      expect((await logOut(cookieOf(answer))).status).to.equal(204);
      expect(identity.revoked).to.deep.equal([]);
      expect(identity.logins).to.deep.equal([]);
      expect((await send({ token: 'of-nobody' })).status).to.equal(401);
    });

    it('refuses what is no log-in, says what is wrong, and asks nobody', async () => {
      for (const [body, words] of [
        [{}, '"user" and "password"'],
        [{ user: 'alice' }, '"user" and "password"'],
        [{ ...ALICE, token: 'of-alice' }, 'or with "token"'],
        [{ ...ALICE, password: 5 }, '"user" and "password"'],
        [{ ...ALICE, user: 'a\nb' }, '"user" and "password"'],
        [{ ...ALICE, user: '\ud800' }, '"user" and "password"'],
        [{ ...ALICE, project: '' }, '"project" is a text'],
        [{ ...ALICE, user_domain: { name: 'x' } }, '"user_domain" is a text'],
        [{ ...ALICE, project_domain: 'x' }, '"project_domain"'],
        [{ ...ALICE, system_scope: true }, '"system_scope" is "all"'],
        [{ ...ALICE, system_scope: 'all', project: 'demo' }, 'not for both'],
      ] as const) {
        const answer = await send(body);
        expect(answer.status, JSON.stringify(body)).to.equal(400);
        expect(await messageOf(answer))
          .to.include(words)
          .and.not.include(PASSWORD);
      }
      expect(identity.logins).to.deep.equal([]);
    });

    it('is in the audit log, and so is what was refused', async () => {
      await send(ALICE);
      await send({ ...ALICE, password: `${PASSWORD}!` });
      identity.loginHandler = (response) => response.writeHead(503).end();
      await send(ALICE);
      const lines = bench.log.filter((line) => line.includes('"operation":"openSession"'));
      const decisions = lines.map((line) => (JSON.parse(line) as { decision: string }).decision);
      expect(decisions).to.deep.equal(['allowed', 'denied', 'undecided']);
      expect(lines[0]).to.include('"userName":"alice"');
    });
  });

  it('counts wrong passwords by address, and leaves those alone who are logged in', async () => {
    bench = await Bench.start(config({ limits: { failedCredentials: 3 }, trustedProxies: [] }));
    const before = await send(ALICE);
    for (let time = 0; time < 3; time++)
      expect((await send({ ...ALICE, password: 'wrong' })).status).to.equal(401);
    const asked = identity.logins.length;
    const answer = await send(ALICE);
    expect(answer.status).to.equal(401);
    expect(Number(answer.headers.get('retry-after'))).to.be.within(1, 60);
    expect(await messageOf(answer)).to.include('too many wrong credentials');
    expect(identity.logins).to.have.length(asked);
    expect(await statusOf('/v1/rules', cookieOf(before))).to.equal(200);
  });

  it('lets many wrong passwords at once no further than a few', async () => {
    bench = await Bench.start(config({ limits: { failedCredentials: 3 }, trustedProxies: [] }));
    const tries = Array.from({ length: 40 }, (_, index) => send({ ...ALICE, password: `wrong-${index}` }));
    expect(new Set((await Promise.all(tries)).map(({ status }) => status))).to.deep.equal(new Set([401]));
    expect(identity.logins.length).to.be.at.most(7);
  });

  it('looks for people in the domain of the configuration', async () => {
    const { keystoneAuthtoken, ...rest } = config();
    bench = await Bench.start({
      ...rest,
      keystoneAuthtoken: { ...keystoneAuthtoken, defaultDomainId: 'd1' },
    });
    expect((await send(ALICE)).status).to.equal(200);
    expect(identity.logins[0]?.identity.password.user).to.deep.include({ domain: { id: 'd1' } });
  });
});
