import type { UserConfig } from '@inspector/core';
import { hashSync } from 'bcryptjs';
import { expect } from 'chai';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bench } from './harness.js';

interface Session {
  readonly user: { readonly name: string } | null;
  readonly expires_at: string | null;
  readonly may: readonly string[];
}

describe('Logging in from a page', () => {
  const SECRET = 'a secret of all processes';
  let folder: string;
  let bench: Bench;
  const config = (secret: string): UserConfig => ({
    authStrategy: 'http_basic',
    httpBasicAuthUserFile: join(folder, 'htpasswd'),
    httpBasicRoles: { ada: 'admin' },
    trustedProxies: ['127.0.0.1'],
    session: { secret },
  });
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-session-'));
    await writeFile(
      join(folder, 'htpasswd'),
      ['ada', 'bob'].map((user) => `${user}:${hashSync('pw', 4)}\n`).join(''),
    );
    bench = await Bench.start({ ...config(SECRET), audit: { file: join(folder, 'audit.log') } });
  });
  after(async () => {
    await bench?.close();
    await rm(folder, { recursive: true });
  });

  const PAGE = { 'X-Inspector-Session': 'page' };
  const ask = (method: string, path: string, headers: Record<string, string> = PAGE, body?: object) =>
    fetch(bench.url + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  /** Logs in; answers what the browser would send from then on. */
  async function logIn(user: string, password = 'pw', headers: Record<string, string> = PAGE) {
    const answer = await ask('POST', '/v1/session', headers, { user, password });
    const [set = ''] = answer.headers.getSetCookie();
    return { answer, set, cookie: { ...PAGE, Cookie: set.split(';')[0] ?? '' } };
  }

  it('lets somebody work as with user and password, until they log out', async () => {
    const { answer, set, cookie } = await logIn('ada');
    expect(answer.status).to.equal(200);
    expect(set.split('; ').slice(1)).to.deep.equal(['Max-Age=43200', 'HttpOnly', 'SameSite=Strict']);
    const session = (await (await ask('GET', '/v1/session', cookie)).json()) as Session;
    expect(session.user?.name).to.equal('ada');
    expect(session.may).to.include.members(['introspection:start', 'introspection:rule:create']);
    expect((await ask('POST', '/v1/rules', cookie, { actions: [] })).status).to.equal(400);
    const out = await ask('DELETE', '/v1/session', cookie);
    expect([out.status, out.headers.getSetCookie()[0]?.split('; ').slice(0, 2)]).to.deep.equal([
      204,
      ['inspector_session=', 'Max-Age=0'],
    ]);
  });

  it('is known to another process that has the same secret, and to none with another one', async () => {
    const [twin, stranger] = [
      await Bench.start(config(SECRET)),
      await Bench.start(config('of somebody else, not known')),
    ];
    try {
      const { cookie } = await logIn('ada');
      const known = await fetch(`${twin.url}/v1/session`, { headers: cookie });
      expect(known.status).to.equal(200);
      expect(((await known.json()) as Session).user?.name).to.equal('ada');
      const body = JSON.stringify({ actions: [] });
      const change = await fetch(`${twin.url}/v1/rules`, { method: 'POST', headers: cookie, body });
      expect(change.status).to.equal(400);
      expect((await fetch(`${stranger.url}/v1/session`, { headers: cookie })).status).to.equal(401);
    } finally {
      await twin.close();
      await stranger.close();
    }
  });

  it('is described with the refusal of wrong passwords', async () => {
    const { cookie } = await logIn('ada');
    const answer = await ask('GET', '/openapi.json', cookie);
    const { paths } = (await answer.json()) as {
      paths: Record<string, Record<string, { responses: object }>>;
    };
    expect(paths['/v1/session']?.['post']?.responses).to.include.keys('200', '400', '401', '503');
  });

  it('says what somebody may not do', async () => {
    const { answer, cookie } = await logIn('bob');
    expect(((await answer.json()) as Session).may).not.to.include('introspection:start');
    expect((await ask('GET', '/v1/rules', cookie)).status).to.equal(403);
  });

  it('sends the cookie over TLS only where the proxy says that it is used', async () => {
    const { set } = await logIn('ada', 'pw', { ...PAGE, 'X-Forwarded-Proto': 'https' });
    expect(set.split('; ')).to.include('Secure');
  });

  it('refuses what changes something without the header that other sites cannot send', async () => {
    const { cookie } = await logIn('ada');
    const answer = await ask('POST', '/v1/rules', { Cookie: cookie.Cookie }, { actions: [] });
    expect(answer.status).to.equal(403);
    expect(await answer.text()).to.include('X-Inspector-Session');
  });

  it('tells pages what to ask for, in words at which a browser opens no window', async () => {
    const stranger = await ask('GET', '/v1/introspection');
    expect(stranger.status).to.equal(401);
    expect(stranger.headers.get('www-authenticate')).to.equal('Inspector-Session form="password"');
    const wrong = (await logIn('ada', 'wrong')).answer;
    expect(wrong.status).to.equal(401);
    expect(wrong.headers.get('www-authenticate')).to.equal('Inspector-Session form="password"');
    const program = await ask('GET', '/v1/introspection', {});
    expect(program.headers.get('www-authenticate')).to.equal('Basic realm="Baremetal API"');
  });

  it('refuses bodies that are no log-in, and never says what was in them', async () => {
    for (const body of ['', '[]', '{"user": "ada"}', '{"user": "a:b", "password": "geheim"}', '"geheim"']) {
      const answer = await fetch(`${bench.url}/v1/session`, { method: 'POST', headers: PAGE, body });
      expect(answer.status, body).to.equal(400);
      expect(await answer.text()).not.to.include('geheim');
    }
    const long = JSON.stringify({ user: 'ada', password: 'x'.repeat(20_000) });
    expect((await fetch(`${bench.url}/v1/session`, { method: 'POST', body: long })).status).to.equal(413);
  });

  it('is in the audit log, and so is what was refused, without passwords', async () => {
    await logIn('ada');
    await logIn('ada', 'geheim');
    const log = await readFile(join(folder, 'audit.log'), 'utf8');
    expect(log).not.to.include('geheim');
    const logins = log.split('\n').filter((line) => line.includes('openSession'));
    expect(logins.some((line) => line.includes('"ada"') && !line.includes('denied'))).to.equal(true);
  });
});

describe('Where nobody has to log in', () => {
  it('everybody may do everything', async () => {
    const bench = await Bench.start();
    try {
      const session = (await (await fetch(`${bench.url}/v1/session`)).json()) as Session;
      expect(session).to.include({ strategy: 'noauth', user: null, expires_at: null });
      expect(session.may).to.include('introspection:start');
      const answer = await bench.request('POST', '/v1/session', { user: 'x', password: 'y' });
      expect(answer.status).to.equal(400);
    } finally {
      await bench.close();
    }
  });
});
