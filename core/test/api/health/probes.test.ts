import { expect } from 'chai';
import type { AccessControl } from '../../../src/access/access-control.js';
import { unknownCaller } from '../../../src/access/denials.js';
import { notReady, Readiness, ready, type Finding } from '../../../src/api/health/readiness.js';
import { ApiServer } from '../api-server.js';

/** Lets the reader read; whoever asks with `later` finds that nobody can tell. */
const access: AccessControl = {
  identify: ({ headers }) => ({
    authorise: () => {
      if (headers['x-auth-token'] === 'later') throw new Error('away');
      return headers['x-auth-token'] === 'reader' ? undefined : unknownCaller('Basic');
    },
  }),
};
const STRANGER = { 'X-Forwarded-For': '203.0.113.9' };

describe('probes', () => {
  let api: ApiServer;
  let database: Finding;
  const parts = [
    { name: 'database', look: async () => database },
    { name: 'coordination', look: async (): Promise<Finding> => ({ state: 'unseen', text: 'elsewhere' }) },
  ];
  beforeEach(async () => {
    database = ready('it answers');
    api = await ApiServer.start({}, { access, readiness: new Readiness(parts) });
  });
  afterEach(() => api.close());

  it('say that the process lives, whatever it needs', async () => {
    database = notReady('gone');
    const answer = await api.call('GET', '/livez');
    expect([answer.status, answer.text]).to.deep.equal([200, 'ok\n']);
    const head = await api.call('HEAD', '/livez', { headers: STRANGER });
    expect([head.status, head.headers.get('content-length')]).to.deep.equal([204, '0']);
  });

  it('say which part is ready and which was not looked at, in text and JSON', async () => {
    const text = await api.call('GET', '/readyz', { headers: STRANGER });
    expect([text.status, text.text]).to.deep.equal([
      200,
      'database: ok\ncoordination: not looked at\nready\n',
    ]);
    expect(text.headers.get('content-type')).to.equal('text/plain; charset=utf-8');
    const answer = await fetch(`${api.url}/readyz`, { headers: { Accept: 'application/json' } });
    expect(await answer.json()).to.deep.equal({
      ready: true,
      parts: [
        { name: 'database', state: 'ready' },
        { name: 'coordination', state: 'unseen' },
      ],
    });
  });

  it('answer 503 when a part is not ready, and tell strangers not why', async () => {
    database = notReady('cannot reach db.example');
    for (const path of ['/readyz', '/readyz?verbose']) {
      const answer = await api.call('GET', path, { headers: STRANGER });
      expect([answer.status, answer.text]).to.deep.equal([
        503,
        'database: not ok\ncoordination: not looked at\nnot ready\n',
      ]);
    }
    expect((await api.call('HEAD', '/readyz', { headers: STRANGER })).status).to.equal(503);
  });

  it('tell why and when that was seen to this machine, and to readers', async () => {
    database = notReady('cannot reach db.example');
    const line = /^database: not ok: cannot reach db\.example \(looked at \d+\.\d s ago\)$/m;
    expect((await api.call('GET', '/readyz?verbose')).text).to.match(line);
    const reader = { ...STRANGER, 'X-Auth-Token': 'reader' };
    expect((await api.call('GET', '/readyz?verbose', { headers: reader })).text).to.match(line);
    const later = { ...STRANGER, 'X-Auth-Token': 'later' };
    expect((await api.call('GET', '/readyz?verbose', { headers: later })).text).to.not.match(line);
    const json = await fetch(`${api.url}/readyz?verbose`, { headers: { Accept: 'application/json' } });
    const { parts: told } = (await json.json()) as { parts: { text: string; age_seconds: number }[] };
    expect(told[0]?.text).to.equal('cannot reach db.example');
    expect(told[0]?.age_seconds).to.be.at.least(0);
  });

  it('take GET and HEAD only', async () => {
    expect((await api.call('POST', '/livez')).status).to.equal(405);
  });
});

describe('a health check with details', () => {
  it('shows them to this machine and to readers only', async () => {
    const config = { healthcheck: { enabled: true, detailed: true } };
    const api = await ApiServer.start(config, { access });
    try {
      const ask = async (headers: Record<string, string>): Promise<unknown> => {
        const answer = await fetch(`${api.url}/healthcheck`, {
          headers: { Accept: 'application/json', ...headers },
        });
        return ((await answer.json()) as { detailed: boolean }).detailed;
      };
      expect(await ask({})).to.equal(true);
      expect(await ask(STRANGER)).to.equal(false);
      expect(await ask({ ...STRANGER, 'X-Auth-Token': 'reader' })).to.equal(true);
    } finally {
      await api.close();
    }
  });

  it('is a page that may load nothing and be framed by nobody', async () => {
    const api = await ApiServer.start({ healthcheck: { enabled: true } });
    try {
      const page = await fetch(`${api.url}/healthcheck`, { headers: { Accept: 'text/html' } });
      const style = /<style>([^]*)<\/style>/.exec(await page.text())?.[1] ?? '';
      const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(style));
      const policy = page.headers.get('content-security-policy') ?? '';
      expect(policy).to.include("default-src 'none'").and.to.include("frame-ancestors 'none'");
      expect(policy).to.include(`'sha256-${Buffer.from(digest).toString('base64')}'`);
    } finally {
      await api.close();
    }
  });
});
