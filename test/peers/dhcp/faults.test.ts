import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { describePeer } from '../peer.js';
import type { Daemon } from '../servers/daemon.js';
import { run } from '../servers/run.js';
import { pidFileOf, startDnsmasq } from './dnsmasq.js';
import { startEnclosedInspector, type EnclosedInspector } from './enclosed-inspector.js';
import { getsLease } from './lease.js';
import { DHCP_PROGRAMS } from './network.js';
import { createSite, filterStatus, MACS, OURS, untilFilter, untilSynchronised, type Site } from './site.js';
import { watchForLease } from './watch.js';

// A lease takes 0.1 s; more tries cost nothing where one is expected.
const SOME = { tries: 10 };
const ONE = { tries: 1 };

describePeer(
  'DHCP when something breaks',
  [...DHCP_PROGRAMS, 'iptables-nft', 'iptables-legacy', 'nft'],
  function () {
    this.timeout(120_000);
    let site: Site;
    let dnsmasq: Daemon | undefined;
    let inspector: EnclosedInspector | undefined;

    beforeEach(async () => {
      site = await createSite();
    });
    afterEach(async () => {
      await inspector?.stop();
      await dnsmasq?.stop();
      [inspector, dnsmasq] = [undefined, undefined];
      await site.remove();
    });

    const lease = (name: keyof typeof MACS, patience = SOME) => getsLease(site.network, MACS[name], patience);
    const begin = (server: EnclosedInspector) => server.call('POST', `/v1/introspection/${OURS.uuid}`);

    /** Runs the body while the other enrolled machine asks all the time, and expects that it gets nothing. */
    async function whileOtherAsks(body: () => Promise<void>): Promise<void> {
      const watch = watchForLease(site.network, MACS.other);
      let served: boolean;
      try {
        await body();
      } finally {
        served = await watch.stop();
      }
      expect(served, 'an enrolled machine that is not on introspection got a lease').to.equal(false);
    }

    async function serve(options: Readonly<Record<string, unknown>>): Promise<EnclosedInspector> {
      const ironic = { endpointOverride: site.ironic.url, connectRetries: 0 };
      inspector = await startEnclosedInspector(site.network, site.folder, { ironic, ...options });
      return inspector;
    }

    describe('dnsmasq with a hosts directory', () => {
      let hosts = '';
      beforeEach(async () => {
        hosts = join(site.folder, 'hosts');
        await mkdir(hosts);
        await chmod(hosts, 0o755);
      });

      const serveHosts = () =>
        serve({
          pxeFilter: { driver: 'dnsmasq', syncPeriod: 1 },
          dnsmasqPxeFilter: { dhcpHostsdir: hosts, dnsmasqPidFile: pidFileOf(site.folder) },
        });
      const startDhcp = async () => {
        dnsmasq = await startDnsmasq(site.network, { folder: site.folder, hostsDirectory: hosts });
      };

      it('stays as it is while Ironic is down and goes on when it is back', async () => {
        const server = await serveHosts();
        await startDhcp();
        await whileOtherAsks(async () => {
          await site.ironic.goDown();
          await untilFilter(server, ({ last_failure: failure }) => failure !== null);
          expect(await lease('ours', ONE)).to.equal(false);
          expect(await filterStatus(server)).to.include({ state: 'initialized' });
          await site.ironic.comeBack();
          await untilSynchronised(server);
          await begin(server);
          await untilOpen(server);
          expect(await lease('ours')).to.equal(true);
        });
      });

      it('starts while Ironic is down without letting anybody in', async () => {
        await site.ironic.goDown();
        const server = await serveHosts();
        await startDhcp();
        await whileOtherAsks(async () => {
          expect(await lease('stranger', ONE)).to.equal(false);
          await site.ironic.comeBack();
          await untilSynchronised(server);
        });
      });

      it('survives a restart of dnsmasq', async () => {
        const server = await serveHosts();
        await startDhcp();
        await begin(server);
        await untilOpen(server);
        await whileOtherAsks(async () => {
          await dnsmasq?.stop();
          await startDhcp();
          expect(await lease('ours')).to.equal(true);
        });
      });

      it('repairs a hosts directory that was replaced, and one that was away', async () => {
        const server = await serveHosts();
        await startDhcp();
        await whileOtherAsks(async () => {
          await rename(hosts, `${hosts}-away`);
          await untilFilter(server, ({ state }) => state === 'uninitialized');
          await rename(`${hosts}-away`, hosts);
          await untilFilter(server, ({ state }) => state === 'initialized');
          await rename(hosts, `${hosts}-old`);
          await mkdir(hosts);
          await untilSynchronised(server);
          await untilSynchronised(server);
          await begin(server);
          await untilOpen(server);
          expect(await lease('ours')).to.equal(true);
        });
      });

      it('opens nothing while the disk is full and works again afterwards', async () => {
        await run('mount', ['-t', 'tmpfs', '-o', 'size=64k,mode=0755', 'tmpfs', hosts]);
        try {
          const server = await serveHosts();
          await startDhcp();
          await whileOtherAsks(async () => {
            const filling = join(hosts, '.filling');
            await fillDisk(filling);
            await begin(server);
            await untilFailed(server, 'ENOSPC');
            expect(await lease('stranger', ONE)).to.equal(false);
            await rm(filling);
            await untilSynchronised(server);
            await begin(server);
            await untilOpen(server);
            expect(await lease('ours')).to.equal(true);
          });
          await server.stop();
        } finally {
          await run('umount', ['--lazy', hosts]);
        }
      });

      it('lets nobody else in when the service is killed at any moment, and is right after it started again', async () => {
        let server = await serveHosts();
        await startDhcp();
        await whileOtherAsks(async () => {
          for (const delay of [0, 15, 40]) {
            const asked = begin(server).catch((error: unknown) => error);
            await sleep(delay);
            await server.kill();
            await asked;
            server = await serveHosts();
          }
          await server.call('POST', `/v1/introspection/${OURS.uuid}/abort`);
          await untilSynchronised(server);
          await begin(server);
          await untilOpen(server);
          expect(await lease('ours')).to.equal(true);
          await server.call('POST', `/v1/introspection/${OURS.uuid}/abort`);
          await untilFilter(server, ({ last_sync: last }) => last?.allowed === 0);
          expect(await lease('ours', ONE)).to.equal(false);
        });
      });
    });

    for (const [title, options, damage] of [
      [
        'iptables, nft variant',
        {
          pxeFilter: { driver: 'iptables', syncPeriod: 1 },
          plugins: { 'pxe-filter-iptables': { variant: 'nft' } },
        },
        ['iptables-nft', '-w', '-F'],
      ],
      [
        'iptables, legacy variant',
        {
          pxeFilter: { driver: 'iptables', syncPeriod: 1 },
          plugins: { 'pxe-filter-iptables': { variant: 'legacy' } },
        },
        ['iptables-legacy', '-w', '-F', 'INPUT'],
      ],
      ['nftables', { pxeFilter: { driver: 'nftables', syncPeriod: 1 } }, ['nft', 'flush', 'ruleset']],
    ] as const) {
      describe(title, () => {
        const start = async () => {
          const server = await serve({ ...options, iptables: { dnsmasqInterface: 'br0' } });
          dnsmasq ??= await startDnsmasq(site.network, { folder: site.folder });
          return server;
        };

        it('repairs rules that were deleted by hand', async () => {
          const server = await start();
          await begin(server);
          await untilOpen(server);
          const [command, ...prefix] = site.network.inServer;
          await run(command, [...prefix, ...damage]);
          await untilSynchronised(server);
          await untilSynchronised(server);
          expect([await lease('ours'), await lease('other', ONE)]).to.deep.equal([true, false]);
        });

        it('stays as it is when the service is killed and while it starts again', async () => {
          const server = await start();
          await begin(server);
          await untilWaiting(server);
          await whileOtherAsks(async () => {
            await server.kill();
            expect(await lease('ours')).to.equal(true);
            await untilSynchronised(await start());
            expect(await lease('ours')).to.equal(true);
          });
        });
      });
    }
  },
);

const untilOpen = (server: EnclosedInspector) =>
  untilFilter(server, ({ last_sync: last }) => last?.allowed === 1);

/** Waits until the machine is expected to boot: a start that is cut short before that fails, and closes DHCP. */
async function untilWaiting(server: EnclosedInspector): Promise<void> {
  const end = Date.now() + 20_000;
  let state = await server.state(OURS.uuid);
  while (state !== 'waiting') {
    if (Date.now() > end) throw new Error(`the introspection stays ${state}`);
    await sleep(50);
    state = await server.state(OURS.uuid);
  }
}

/** Waits until the introspection has failed with a text that includes this. */
async function untilFailed(server: EnclosedInspector, text: string): Promise<void> {
  for (let look = 0; look < 200; look++) {
    const { body } = await server.call('GET', `/v1/introspection/${OURS.uuid}`);
    const { state, error } = JSON.parse(body) as { state: string; error: string | null };
    if (state === 'error') {
      expect(error).to.include(text);
      return;
    }
    await sleep(50);
  }
  throw new Error('the introspection did not fail');
}

/** Writes a file until there is no room for another byte. */
async function fillDisk(path: string): Promise<void> {
  const error = await writeFile(path, Buffer.alloc(1 << 20)).catch((reason: NodeJS.ErrnoException) => reason);
  if (error?.code !== 'ENOSPC') throw new Error(`the disk is not full: ${String(error)}`);
}
