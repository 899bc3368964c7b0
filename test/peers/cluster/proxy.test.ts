import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { postAsRamdisk } from '@inspector/simulator';
import { expect } from 'chai';
import { examples } from '../../functional/docs.js';
import { eventually, ROOT } from '../../functional/harness.js';
import { commandPath, describePeer } from '../peer.js';
import { startHaproxyWith, type StartedProxy } from '../proxy/started-proxy.js';
import type { DatabaseServer } from '../servers/database-server.js';
import { ETCD_COMMANDS } from '../servers/etcd.js';
import { MARIADB_COMMANDS, startMariadb } from '../servers/mariadb.js';
import { run } from '../servers/run.js';
import { Cluster } from './cluster.js';

const PAGE = join(ROOT, 'docs/operations/scaling.md');

/** The file for HAProxy that the page shows. */
async function shown(): Promise<string> {
  const all = examples(PAGE, await readFile(PAGE, 'utf8'));
  const [one, ...others] = all.filter(({ language }) => language === 'haproxy');
  if (one === undefined || others.length > 0) throw new Error(`${PAGE} has not one file for HAProxy`);
  return one.text;
}

describePeer(
  'HAProxy in front of API processes, as the page about scaling has it',
  ['haproxy', ...ETCD_COMMANDS, ...MARIADB_COMMANDS],
  function () {
    this.timeout(120_000);
    let server: DatabaseServer;
    let cluster: Cluster;
    let proxy: StartedProxy;
    before(async () => {
      server = await startMariadb();
      cluster = await Cluster.start(await server.create('cluster'), { conductors: 1 });
      const [first, second] = cluster.apis.map(({ url }) => new URL(url).host);
      const text = await shown();
      proxy = await startHaproxyWith((port) =>
        text
          .replaceAll('192.0.2.1:5050', `127.0.0.1:${port}`)
          .replaceAll('192.0.2.11:5050', first ?? '')
          .replaceAll('192.0.2.12:5050', second ?? ''),
      );
      await eventually(read, (status) => status === 200, 'an API process behind HAProxy', 20_000);
    });
    after(async () => {
      await proxy?.stop();
      await cluster?.close();
      await server?.stop();
    });

    const read = async (): Promise<number> => (await fetch(`${proxy.url}/v1/introspection`)).status;

    it('is a file that HAProxy takes without a warning', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'inspector-proxy-'));
      try {
        const file = join(folder, 'haproxy.cfg');
        await writeFile(file, await shown());
        // With -dW a warning is an error.
        await run(commandPath('haproxy'), ['-c', '-dW', '-f', file]);
      } finally {
        await rm(folder, { recursive: true });
      }
    });

    it('lets operators start introspections and ramdisks deliver data, and says who they are', async () => {
      const [machine] = cluster.machines(1);
      if (machine === undefined) throw new Error('no machine');
      const start = async (): Promise<number> => {
        const headers = { 'X-Forwarded-Host': 'evil' };
        const address = `${proxy.url}/v1/introspection/${machine.uuid}`;
        return (await fetch(address, { method: 'POST', headers })).status;
      };
      // Another test may have had etcd away just now: what is refused with 503 may be repeated.
      const status = await eventually(start, (now) => now !== 503, 'a conductor that takes calls', 20_000);
      expect(status).to.equal(202);
      await cluster.state(machine.uuid, (state) => state === 'waiting');
      const callbackUrl = `${proxy.url}/v1/continue`;
      const posted = await postAsRamdisk(JSON.stringify(machine.payload), { callbackUrl, attempts: 1 });
      expect([posted.status, posted.uuid]).to.deep.equal([200, machine.uuid]);
      expect((await cluster.state(machine.uuid, (state) => state !== 'processing'))['state']).to.equal(
        'finished',
      );
    });

    it('shows nobody that the API processes are started again, one after the other', async () => {
      const ending = new AbortController();
      const statuses: number[] = [];
      const asking = Array.from({ length: 4 }, async () => {
        while (!ending.signal.aborted) statuses.push(await read());
      });
      for (const api of cluster.apis) {
        expect(await api.stop()).to.equal(0);
        await pause(500);
        await api.start();
        const before = statuses.length;
        await eventually(
          () => statuses.length,
          (now) => now > before + 50,
          'requests',
          20_000,
        );
      }
      ending.abort();
      await Promise.all(asking);
      expect(new Set(statuses)).to.deep.equal(new Set([200]));
    });

    it('asks the other one when an API process dies', async () => {
      const [first] = cluster.apis;
      await first?.kill();
      const statuses: number[] = [];
      for (let turn = 0; turn < 20; turn++) statuses.push(await read());
      await first?.start();
      expect(new Set(statuses)).to.deep.equal(new Set([200]));
    });

    it('goes on with reads while etcd is away, and says of starts that they may be repeated', async () => {
      const isReady = (): Promise<boolean> => fetch(`${proxy.url}/readyz`).then(({ ok }) => ok);
      const [machine] = cluster.machines(1);
      await eventually(isReady, (ready) => ready, 'both ready', 20_000);
      for (const member of [0, 1, 2]) cluster.etcd.pause(member);
      try {
        const end = performance.now() + 12_000;
        const statuses: number[] = [];
        // Long enough for HAProxy to see that no API process is ready.
        while (performance.now() < end) {
          statuses.push(await read());
          await pause(100);
        }
        expect(new Set(statuses)).to.deep.equal(new Set([200]));
        const start = await fetch(`${proxy.url}/v1/introspection/${machine?.uuid}`, { method: 'POST' });
        expect([start.status, start.headers.get('content-type')]).to.deep.equal([503, 'application/json']);
      } finally {
        for (const member of [0, 1, 2]) cluster.etcd.resume(member);
      }
      await eventually(isReady, (ready) => ready, 'both ready again', 30_000);
    });
  },
);
