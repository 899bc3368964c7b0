import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { InspectorError } from '@inspector/plugin-api';
import { expect } from 'chai';
import { pino } from 'pino';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveConfig } from '../../../core/src/config/load.js';
import { startStandalone } from '../../../core/src/server/start-standalone.js';
import { describePeer } from '../peer.js';
import { ETCD_COMMANDS, type EtcdCluster, startEtcd } from '../servers/etcd.js';
import { queued } from './hand-over.js';
import { type Process, startProcess } from './process.js';

const PAUSED = fileURLToPath(new URL('paused-process.ts', import.meta.url));

describePeer('a process on etcd', ETCD_COMMANDS, function () {
  this.timeout(60_000);
  let cluster: EtcdCluster;
  let prefix: string;
  const running: { close(): Promise<void> }[] = [];
  const keep = async <T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
    const started = await starting;
    running.push(started);
    return started;
  };
  const start = (): Promise<Process> => keep(startProcess(cluster, { prefix }));
  before(async () => {
    cluster = await startEtcd();
  });
  beforeEach(() => {
    prefix = `/${randomUUID()}/`;
  });
  afterEach(async () => {
    for (const one of running.splice(0).reverse()) await one.close();
  });
  after(() => cluster.stop());

  it('does not believe that it holds a node after it was stopped and went on', async () => {
    const other = await start();
    const child = fork(PAUSED, [cluster.endpoints[0]!, prefix, 'node'], { execArgv: ['--import', 'tsx'] });
    try {
      const [{ fence }] = (await once(child, 'message')) as [{ readonly fence: number }];
      child.kill('SIGSTOP');
      const lease = await other.coordinator.acquire('node');
      const taken = process.hrtime.bigint();
      expect(lease.fence).to.be.greaterThan(fence);
      const told = once(child, 'message');
      child.kill('SIGCONT');
      const [{ last }] = (await told) as [{ readonly last: string }];
      expect(BigInt(last) < taken, 'it believed so after another had the node').to.equal(true);
      await lease.release();
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('does not go on with an etcd that has lost its data', async () => {
    const one = await start();
    const lease = await one.coordinator.acquire('node');
    const lost = once(lease.signal, 'abort');
    await cluster.ctl('del', '--prefix', prefix);
    await lost;
    const error = await one.coordinator.acquire('node').catch((reason: unknown) => reason);
    expect(error).to.include({ code: 'INSP_COORDINATION_FAILED' });
    expect((error as InspectorError).message).to.contain('is another one than at the start');
    const fresh = await start();
    expect(fresh.coordinator.realm).not.to.equal(one.coordinator.realm);
    await (await fresh.coordinator.acquire('node')).release();
  });

  it('goes on where etcd has forgotten old revisions', async () => {
    const one = await start();
    const other = await start();
    const held = await one.coordinator.acquire('node');
    const waiting = other.coordinator.acquire('node');
    await queued(cluster, 'node', 2);
    for (const link of other.links) link.cut();
    for (let round = 0; round < 5; round++) await (await one.coordinator.acquire('another')).release();
    await held.release();
    const status = JSON.parse(await cluster.ctl('endpoint', 'status', '-w', 'json')) as [
      { readonly Status: { readonly header: { readonly revision: number } } },
    ];
    await cluster.ctl('compaction', String(status[0].Status.header.revision));
    for (const link of other.links) link.restore();
    await (await waiting).release();
  });

  it('shares a database with others, and one of them leads', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'inspector-shared-'));
    running.push({ close: () => rm(folder, { recursive: true }) });
    const observer = await start();
    const serve = () =>
      startStandalone({
        config: resolveConfig({
          ...{ listenPort: 0, cleanUpPeriod: 0 },
          database: { connection: `sqlite:///${join(folder, 'inspector.sqlite')}` },
          ironic: { authType: 'none', endpointOverride: 'http://127.0.0.1:9' },
          coordination: { driver: 'etcd' },
          plugins: { 'coordination-etcd': { endpoints: [...cluster.endpoints], prefix } },
        }),
        cwd: import.meta.dirname,
        log: pino({ level: 'silent' }),
        upgradeDatabase: true,
      });
    const members = observer.coordinator.members!;
    const first = await keep(serve());
    await keep(serve());
    const present = await members.list();
    expect(present.map(({ info }) => info['role'])).to.deep.equal(['conductor', 'conductor']);
    await new Promise<void>((resolve) => {
      const end = new AbortController();
      members.watch(
        (now) => {
          if (!now.some(({ leader }) => leader)) return;
          end.abort();
          resolve();
        },
        { signal: end.signal },
      );
    });
    await first.close();
    expect((await members.list()).map(({ id }) => id)).to.deep.equal([present[1]?.id]);
  });
});
