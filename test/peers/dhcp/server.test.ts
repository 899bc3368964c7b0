import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { describePeer } from '../peer.js';
import type { Daemon } from '../servers/daemon.js';
import { startDnsmasq } from './dnsmasq.js';
import { startEnclosedInspector, type EnclosedInspector } from './enclosed-inspector.js';
import { DHCP_PROGRAMS, type DhcpNetwork } from './network.js';
import { createSite, MACS, OTHER, OURS, type Site } from './site.js';
import { VARIANTS, type Variant } from './variants.js';

/** Milliseconds after the answer of the API within which DHCP has to follow. */
const DEADLINE = 1000;

for (const variant of VARIANTS) {
  describePeer(
    `DHCP behind a running server: ${variant.title}`,
    [...DHCP_PROGRAMS, ...variant.programs],
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

      /** Starts the service, and dnsmasq where the service does not start it. */
      async function start(pxeFilter: object = {}): Promise<EnclosedInspector> {
        const { network, folder, ironic } = site;
        const options = await variant.options(network, folder);
        inspector = await startEnclosedInspector(network, folder, {
          ...options,
          pxeFilter: { ...(options['pxeFilter'] as object), ...pxeFilter },
          ironic: { endpointOverride: ironic.url },
        });
        if (variant.openWhenStopped) dnsmasq = await startDnsmasq(network, variant.hosts(folder));
        return inspector;
      }

      const expectLeases = async (wanted: Partial<Record<keyof typeof MACS, boolean>>) => {
        expect(await leasesOf(variant, site.network, wanted)).to.deep.equal(wanted);
      };

      it('serves a machine during its introspection only, and follows the rule for unknown ones', async () => {
        const server = await start();
        await expectLeases({ ours: false, other: false, stranger: false });

        const answer = await server.call('POST', `/v1/introspection/${OURS.uuid}`);
        expect(answer.status).to.equal(202);
        await sleep(DEADLINE);
        await expectLeases({ ours: true, other: false, stranger: true });

        const posted = await server.call('POST', '/v1/continue', OURS.payload);
        expect(posted.status, posted.body).to.equal(200);
        await sleep(DEADLINE);
        expect(await server.state(OURS.uuid)).to.equal('finished');
        await expectLeases({ ours: false, other: false, stranger: false });

        await server.stop();
        if (variant.openWhenStopped) await expectLeases({ ours: true, other: true, stranger: true });
        else await expectLeases({ ours: false, other: false, stranger: false });
      });

      // What follows is decided before it gets to the driver, so one form of each driver shows it.
      if (variant.anotherForm) return;

      it('treats a machine whose port was removed like an unknown one', async () => {
        const server = await start({ syncPeriod: 1 });
        await site.ironic.removePorts(OTHER.uuid);
        await server.call('POST', `/v1/introspection/${OURS.uuid}`);
        await sleep(DEADLINE);
        await expectLeases({ ours: true, other: true });

        await server.call('POST', `/v1/introspection/${OURS.uuid}/abort`);
        await sleep(DEADLINE);
        await expectLeases({ ours: false, other: false });
      });

      it('serves nobody but machines on introspection with denyUnknownMacs', async () => {
        const server = await start({ denyUnknownMacs: true });
        await expectLeases({ ours: false, other: false, stranger: false });
        await server.call('POST', `/v1/introspection/${OURS.uuid}`);
        await sleep(DEADLINE);
        await expectLeases({ ours: true, other: false, stranger: false });
      });
    },
  );
}

/** Asks for all leases at the same time; each machine has its own network card. */
async function leasesOf(
  variant: Variant,
  network: DhcpNetwork,
  wanted: Partial<Record<keyof typeof MACS, boolean>>,
): Promise<Partial<Record<keyof typeof MACS, boolean>>> {
  const names = Object.keys(wanted) as (keyof typeof MACS)[];
  const answers = await Promise.all(
    names.map(async (name) => [name, await variant.lease(network, MACS[name], { tries: 1 })] as const),
  );
  return Object.fromEntries(answers);
}
