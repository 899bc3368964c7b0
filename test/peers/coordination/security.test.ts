import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@inspector/plugin-api';
import { createContext } from '@inspector/test-kit';
import { expect } from 'chai';
import etcd from '../../../plugins/coordination-etcd/src/index.js';
import { examples } from '../../functional/docs.js';
import { ROOT } from '../../functional/harness.js';
import { describePeer } from '../peer.js';
import { ETCD_COMMANDS, type EtcdCluster, startEtcd } from '../servers/etcd.js';

/** Commands that a block of the page for operators has. */
async function pageCommands(beginning: string): Promise<string[][]> {
  const file = join(ROOT, 'docs/operations/etcd.md');
  const block = examples(file, await readFile(file, 'utf8')).find(({ text }) => text.startsWith(beginning));
  const lines = (block?.text ?? '').trim().split('\n');
  expect(lines.length).to.be.greaterThan(2);
  return lines.map((line) => line.split(' ').slice(1));
}

const files = join(ROOT, 'core/test/api/tls');
const pem = (name: string): string => join(files, name);

const connect = (options: JsonObject) => etcd.setup(createContext(etcd, { options }));
const failure = (options: JsonObject): Promise<unknown> =>
  Promise.resolve(connect(options)).then(
    async ({ close }) => close?.(),
    (error: unknown) => error,
  );

describePeer('coordination etcd, with users', ETCD_COMMANDS, function () {
  this.timeout(60_000);
  let cluster: EtcdCluster;
  let endpoints: string[];
  before(async () => {
    cluster = await startEtcd();
    endpoints = [...cluster.endpoints];
    for (const command of await pageCommands('etcdctl role add')) await cluster.ctl(...command);
    await cluster.ctl('user', 'add', 'stranger:pw');
    for (const command of await pageCommands('etcdctl user add root')) await cluster.ctl(...command);
  });
  after(() => cluster.stop());

  const root = (...args: string[]): Promise<string> => cluster.ctl('--user=root:r00t', ...args);
  const user = { username: 'inspector', password: 's3cret' };

  it('works with the rights that the page for operators gives', async () => {
    const one = await connect({ endpoints, ...user });
    const other = await connect({ endpoints, ...user });
    const lease = await one.acquire('node');
    const waiting = other.acquire('node');
    const joined = await one.members?.join({ host: 'one' });
    expect(await other.members?.list()).to.have.lengthOf(1);
    await joined?.leave();
    await lease.release();
    await (await waiting).release();
    await one.close?.();
    await other.close?.();
    expect(await root('get', '--prefix', '--keys-only', '/inspector/')).to.match(/^\/inspector\/realm\s*$/);
  });

  it('signs on again when etcd has started anew and forgotten all tokens', async () => {
    const one = await connect({ endpoints, ttl: 30, ...user });
    const lease = await one.acquire('kept');
    await cluster.kill(0);
    await cluster.restart(0);
    await (await one.acquire('another')).release();
    expect(lease.signal.aborted).to.equal(false);
    await one.close?.();
  });

  for (const [what, options, message] of [
    ['nobody', {}, /user name is empty/],
    [
      'a wrong password',
      { username: 'inspector', password: 'wrong' },
      /authentication failed, invalid user ID or password/,
    ],
    [
      'a user without rights',
      { username: 'stranger', password: 'pw' },
      /The user "stranger" may not write keys.*etcdctl role grant-permission ROLE readwrite \/inspector\/ --prefix=true/,
    ],
    ['keys it has no right to', { ...user, prefix: `/${randomUUID()}/` }, /may not write keys/],
  ] as [string, JsonObject, RegExp][]) {
    it(`does not start with ${what}, and says so`, async () => {
      const error = await failure({ endpoints, ...options });
      expect(error).to.include({ code: 'INSP_COORDINATION_FAILED' });
      expect((error as Error).message).to.match(message);
    });
  }
});

describePeer('coordination etcd, over TLS', ETCD_COMMANDS, function () {
  this.timeout(60_000);
  let cluster: EtcdCluster;
  let endpoints: string[];
  before(async () => {
    cluster = await startEtcd({
      tls: { ca: pem('ca.pem'), cert: pem('server.pem'), key: pem('server.key') },
    });
    endpoints = [...cluster.endpoints];
  });
  after(() => cluster.stop());

  const own = { certfile: pem('client.pem'), keyfile: pem('client.key') };

  it('shows a certificate, and trusts the one of etcd by its CA', async () => {
    const [host = ''] = endpoints.map((url) => new URL(url).host);
    for (const place of [{ endpoints }, { backendUrl: `etcd3+https://${host}` }]) {
      const one = await connect({ ...place, cafile: pem('ca.pem'), ...own });
      const lease = await one.acquire('node');
      await lease.release();
      await one.close?.();
    }
  });

  it('does not talk to an etcd that it cannot trust, nor without a certificate', async () => {
    for (const [options, message] of [
      [own, /certificate/],
      [{ cafile: pem('ca.pem') }, /certificate|socket|closed|alert|ECONNRESET/],
    ] as const) {
      const error = await failure({ endpoints, ...options });
      expect(error).to.include({ code: 'INSP_COORDINATION_FAILED' });
      expect((error as Error).message).to.match(message);
    }
  });
});
