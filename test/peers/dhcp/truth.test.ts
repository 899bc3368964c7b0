import { chmod, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { PxeFilter } from '@inspector/client';
import { describePeer } from '../peer.js';
import type { Daemon } from '../servers/daemon.js';
import { run } from '../servers/run.js';
import { pidFileOf, startDnsmasq } from './dnsmasq.js';
import { startEnclosedInspector, type EnclosedInspector } from './enclosed-inspector.js';
import { getsLease } from './lease.js';
import { DHCP_PROGRAMS } from './network.js';
import { createSite, MACS, OURS, untilFilter, untilSynchronised, type Site } from './site.js';

type Name = keyof typeof MACS;
type Machine = NonNullable<PxeFilter['mac']>;

const SIGHT = fileURLToPath(
  new URL('../../../plugins/pxe-filter-dnsmasq/dist/hostsdir-sight.js', import.meta.url),
);

describePeer(
  'what the PXE filter says, and what machines get',
  [...DHCP_PROGRAMS, 'nft', 'setpriv'],
  function () {
    this.timeout(120_000);
    let site: Site;
    let dnsmasq: Daemon | undefined;
    let inspector: EnclosedInspector | undefined;
    let hosts = '';

    beforeEach(async () => {
      site = await createSite();
      hosts = join(site.folder, 'hosts');
      await mkdir(hosts);
      await chmod(hosts, 0o755);
    });
    afterEach(async () => {
      await inspector?.stop();
      await dnsmasq?.stop();
      [inspector, dnsmasq] = [undefined, undefined];
      await site.remove();
    });

    async function serve(options: Readonly<Record<string, unknown>>): Promise<EnclosedInspector> {
      const ironic = { endpointOverride: site.ironic.url, connectRetries: 0 };
      inspector = await startEnclosedInspector(site.network, site.folder, { ironic, ...options });
      return inspector;
    }
    const serveHosts = (more: Readonly<Record<string, unknown>> = {}) =>
      serve({
        pxeFilter: { driver: 'dnsmasq', syncPeriod: 1 },
        dnsmasqPxeFilter: { dhcpHostsdir: hosts, ...more },
      });
    const startDhcp = async () => {
      dnsmasq = await startDnsmasq(site.network, { folder: site.folder, hostsDirectory: hosts });
    };

    async function introspect(server: EnclosedInspector): Promise<void> {
      await server.call('POST', `/v1/introspection/${OURS.uuid}`);
      await untilFilter(server, ({ last_sync: last }) => last?.allowed === 1);
    }

    async function statusOf(server: EnclosedInspector, query = ''): Promise<PxeFilter> {
      const { body } = await server.call('GET', `/v1/pxe-filter${query}`);
      return JSON.parse(body) as PxeFilter;
    }
    const said = async (server: EnclosedInspector, name: Name): Promise<Machine> => {
      const { mac } = await statusOf(server, `?mac=${MACS[name]}`);
      if (mac === undefined) throw new Error('the status says nothing about the machine');
      return mac;
    };

    /** Waits until the filter has looked at dnsmasq and says this of it. */
    const untilServer = (server: EnclosedInspector, follows: PxeFilter['dhcp_server']['follows']) =>
      untilFilter(server, (status) => status.dhcp_server.follows === follows);

    /** Asks for a lease as a machine does, and expects that the status has said what comes of it, or not to know. */
    async function expectTruth(
      server: EnclosedInspector,
      name: Name,
      lease: boolean,
    ): Promise<Machine['system']> {
      const { system, system_reason: reason } = await said(server, name);
      const got = await getsLease(site.network, MACS[name], { tries: lease ? 3 : 1 });
      expect(got, `${name} gets a lease`).to.equal(lease);
      expect(system, `${name}: ${String(reason)}`).to.be.oneOf([lease ? 'allow' : 'deny', 'unknown']);
      return system;
    }

    it('says of each machine what it gets while dnsmasq works', async () => {
      const server = await serveHosts();
      await startDhcp();
      await introspect(server);
      await untilServer(server, 'yes');
      expect(await expectTruth(server, 'ours', true)).to.equal('allow');
      expect(await expectTruth(server, 'other', false)).to.equal('deny');
      expect(await expectTruth(server, 'stranger', true)).to.equal('allow');
      const { node } = await statusOf(server, `?node=${OURS.uuid}`);
      expect(node?.machines.map(({ address, system }) => [address, system])).to.deep.include([
        MACS.ours,
        'allow',
      ]);
    });

    it('does not say allow after the hosts directory was replaced, until dnsmasq was restarted', async () => {
      const server = await serveHosts();
      await startDhcp();
      await untilServer(server, 'yes');
      await rename(hosts, `${hosts}-old`);
      await mkdir(hosts);
      await untilServer(server, 'no');
      await introspect(server);
      expect(await expectTruth(server, 'ours', false)).to.equal('unknown');
      expect((await statusOf(server)).dhcp_server.reason).to.match(/was replaced.*Restart dnsmasq/);
      await dnsmasq?.stop();
      await startDhcp();
      await untilServer(server, 'yes');
      expect(await expectTruth(server, 'ours', true)).to.equal('allow');
    });

    it('does not say allow when a synchronisation failed between the two directories', async () => {
      const server = await serveHosts();
      await startDhcp();
      await untilServer(server, 'yes');
      await rename(hosts, `${hosts}-old`);
      await untilFilter(server, ({ state }) => state === 'uninitialized');
      await mkdir(hosts);
      await untilFilter(server, ({ state }) => state === 'initialized');
      await introspect(server);
      expect(await expectTruth(server, 'ours', false)).to.equal('unknown');
      expect((await statusOf(server)).dhcp_server.follows).to.equal('no');
    });

    for (const [how, options] of [
      ['by its pid file', { dnsmasqPidFile: true }],
      ['by having seen it', {}],
    ] as const) {
      it(`says that nobody gets a lease when dnsmasq has died, ${how}`, async () => {
        const server = await serveHosts(
          'dnsmasqPidFile' in options ? { dnsmasqPidFile: pidFileOf(site.folder) } : {},
        );
        await startDhcp();
        await introspect(server);
        await untilServer(server, 'yes');
        await dnsmasq?.kill();
        await untilServer(server, 'no');
        expect(await expectTruth(server, 'ours', false)).to.equal('deny');
        await untilSynchronised(server);
      });
    }

    it('tells dnsmasq with a hosts file that was told from one that was not', async () => {
      const hostsFile = join(site.folder, 'hosts.conf');
      const server = await serve({
        pxeFilter: { driver: 'dnsmasq', syncPeriod: 1 },
        dnsmasqPxeFilter: {
          mode: 'hostsfile',
          dhcpHostsfile: hostsFile,
          dnsmasqPidFile: pidFileOf(site.folder),
        },
      });
      dnsmasq = await startDnsmasq(site.network, { folder: site.folder, hostsFile });
      await introspect(server);
      await untilServer(server, 'yes');
      expect(await expectTruth(server, 'ours', true)).to.equal('allow');
      expect(await expectTruth(server, 'other', false)).to.equal('deny');
      await dnsmasq.kill();
      expect(await expectTruth(server, 'ours', false)).to.equal('deny');
    });

    it('says of each machine what it gets through nftables, and does not trust a table that was changed', async () => {
      const server = await serve({
        pxeFilter: { driver: 'nftables', syncPeriod: 0 },
        iptables: { dnsmasqInterface: 'br0' },
      });
      dnsmasq = await startDnsmasq(site.network, { folder: site.folder });
      await introspect(server);
      expect(await expectTruth(server, 'ours', true)).to.equal('allow');
      expect(await expectTruth(server, 'other', false)).to.equal('deny');
      const [command, ...prefix] = site.network.inServer;
      await run(command, [...prefix, 'nft', 'flush', 'chain', 'inet', 'ironic-inspector', 'dhcp']);
      expect((await said(server, 'other')).system).to.equal('unknown');
      await run(command, [...prefix, 'nft', 'delete', 'table', 'inet', 'ironic-inspector']);
      expect(await expectTruth(server, 'other', true)).to.equal('allow');
    });

    it('does not know what a dnsmasq watches that it may not look into', async () => {
      await startDhcp();
      const look = `import { HostsdirSight } from ${JSON.stringify(SIGHT)};
      console.log(JSON.stringify(new HostsdirSight({ path: ${JSON.stringify(hosts)}, pidFile: '' }).look()));`;
      const as = async (...user: string[]) => {
        const stdout = await run('setpriv', [
          ...user,
          process.execPath,
          '--input-type=module',
          '--eval',
          look,
        ]);
        return JSON.parse(stdout) as { follows: string; reason: string };
      };
      await chmod(site.folder, 0o755);
      const nobody = await as('--reuid=65534', '--regid=65534', '--clear-groups', '--bounding-set=-all');
      expect(nobody.follows).to.equal('unknown');
      expect(nobody.reason).to.match(/process \d+.*CAP_SYS_PTRACE/);
      expect((await as('--nnp')).follows).to.equal('yes');
    });
  },
);
