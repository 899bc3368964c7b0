import { expect } from 'chai';
import type { UserConfig } from '@inspector/core';
import type { Finding } from '@inspector/client';
import type { JsonObject } from '@inspector/plugin-api';
import { createMachine, type Machine } from '@inspector/simulator';
import { createDhcpNetwork, DHCP_PROGRAMS, type DhcpNetwork } from '../dhcp/network.js';
import { getsLease } from '../dhcp/lease.js';
import { describePeer } from '../peer.js';
import { IRONIC_PROGRAMS, startIronic, type Ironic } from '../servers/ironic.js';
import { Scene } from './scene.js';

/** A MAC address that differs in one digit from the one a machine boots from, and is of none of its cards. */
function oneDigitOff({ macs, pxeMac }: Machine): string {
  const near = [...'0123456789abcdef'].map((digit) => pxeMac.replace(/.$/, digit));
  return near.find((mac) => !macs.includes(mac)) ?? '';
}

/** The one that is in the network and can ask for an address. */
const ASKING = createMachine({ index: 5000, ports: 'pxe', seed: 'why' });

const IPMI = {
  ...{ driver: 'ipmi', power_interface: 'ipmitool', management_interface: 'noop' },
  ...{ boot_interface: 'pxe', deploy_interface: 'ramdisk' },
};

describePeer(
  'why a node is stuck, with a real Ironic and a real dnsmasq',
  [...DHCP_PROGRAMS, ...IRONIC_PROGRAMS, 'ipmitool'],
  function () {
    this.timeout(180_000);
    let network: DhcpNetwork;
    let ironic: Ironic;
    let scene: Scene | undefined;
    let count = 0;
    let machine: Machine;

    before(async () => {
      network = await createDhcpNetwork([ASKING.pxeMac]);
      ironic = await startIronic({ failingBmc: true, powerDelay: 3 });
    });
    after(async () => {
      await ironic.stop();
      await network.remove();
    });
    beforeEach(() => {
      machine = createMachine({ index: count++, ports: 'pxe', seed: 'why' });
    });
    afterEach(async () => {
      await scene?.close();
      scene = undefined;
    });

    async function open(config: UserConfig = {}): Promise<Scene> {
      scene = await Scene.open(ironic, network, config);
      return scene;
    }
    async function first(
      room: Scene,
      uuid: string,
      code: string,
      certainty: Finding['certainty'],
    ): Promise<Finding> {
      const found = await room.untilFirst(uuid, code);
      const [finding] = found.findings;
      if (finding === undefined) throw new Error('there is no finding');
      expect(finding.certainty, finding.evidence).to.equal(certainty);
      return finding;
    }

    it('names a missing port, before and after the start has failed for it', async () => {
      const room = await open();
      const nothing = await room.enrol({});
      await room.startUntil(nothing, 'error');
      await first(room, nothing, 'WHY_NO_PORT', 'sure');
      const bmc = await room.enrol({ driver_info: { ipmi_address: machine.bmcAddress } });
      await room.startUntil(bmc, 'waiting');
      await first(room, bmc, 'WHY_NO_PORT', 'likely');
    });

    it('names a wrong MAC address, by node and by the MAC that posted', async () => {
      const room = await open();
      const wrong = oneDigitOff(machine);
      const uuid = await room.enrol({}, [wrong]);
      await room.startUntil(uuid, 'waiting');
      const { inventory, ...data } = machine.payload as { inventory: JsonObject };
      await room.post({ ...data, ipmi_address: '', inventory: { ...inventory, bmc_address: '' } });
      const { evidence } = await first(room, uuid, 'WHY_WRONG_MAC', 'likely');
      expect(evidence).to.contain(machine.pxeMac).and.to.contain(wrong);
      await room.untilFirst(machine.pxeMac, 'WHY_POST_REFUSED');
    });

    it('names a PXE filter whose directory dnsmasq does not watch any more', async () => {
      const room = await open();
      const uuid = await room.enrolMachine(machine);
      await room.startUntil(uuid, 'waiting');
      await room.replaceHosts();
      await first(room, uuid, 'WHY_DHCP_OUTDATED', 'likely');
    });

    it('names a dnsmasq that ignores a machine because it has not learned that it is on introspection', async () => {
      const room = await open();
      const uuid = await room.enrolMachine(ASKING);
      await room.isDenied(ASKING.pxeMac);
      await room.replaceHosts();
      await room.startUntil(uuid, 'waiting');
      expect(await getsLease(network, ASKING.pxeMac, { tries: 2 })).to.equal(false);
      const { evidence } = await first(room, uuid, 'WHY_NO_LEASE', 'sure');
      expect(evidence).to.match(/DHCPDISCOVER\(br0\) .* ignored/);
      await room.remove(uuid);
    });

    it('tells what came of the request of a machine that gets an address', async () => {
      const room = await open();
      const uuid = await room.enrolMachine(ASKING);
      await room.startUntil(uuid, 'waiting');
      expect(await getsLease(network, ASKING.pxeMac, { tries: 5 })).to.equal(true);
      const { findings } = await room.why(uuid);
      const leased = findings.find(({ code }) => code === 'WHY_GOT_LEASE');
      expect(leased?.evidence).to.match(/DHCPACK\(br0\) 10\.77\.0\./);
      expect(findings.filter(({ certainty }) => certainty === 'sure')).to.deep.equal([]);
      await room.remove(uuid);
    });

    it('names a dnsmasq that has died', async () => {
      const room = await open();
      const uuid = await room.enrolMachine(machine);
      await room.startUntil(uuid, 'waiting');
      await room.killDnsmasq();
      const { evidence } = await first(room, uuid, 'WHY_NO_LEASE', 'likely');
      expect(evidence).to.match(/has ended/);
    });

    it('names a lock of Ironic that a start waits for', async () => {
      const room = await open();
      const uuid = await room.enrolMachine(machine);
      await room.power(uuid, 'power on');
      await room.start(uuid);
      await first(room, uuid, 'WHY_NODE_LOCKED', 'sure');
      await room.reaches(uuid, 'waiting');
    });

    it('names a BMC that does not carry out the order to boot', async () => {
      const room = await open();
      const driver_info = {
        ...{ ipmi_address: '127.0.0.1', ipmi_port: '1', ipmi_username: 'a', ipmi_password: 'geheim' },
      };
      const uuid = await room.enrol({ ...IPMI, driver_info }, [machine.pxeMac]);
      await room.startUntil(uuid, 'waiting');
      const { evidence } = await first(room, uuid, 'WHY_POWER_FAILED', 'sure');
      expect(evidence).to.contain('ipmitool').and.not.to.contain('geheim');
    });

    it('names the error that a ramdisk reports', async () => {
      const room = await open();
      const uuid = await room.enrolMachine(machine);
      await room.startUntil(uuid, 'waiting');
      await room.post({ ...machine.payload, error: 'no disk was found' });
      await room.reaches(uuid, 'error');
      const { evidence } = await first(room, uuid, 'WHY_RAMDISK_ERROR', 'sure');
      expect(evidence).to.contain('no disk was found');
    });

    it('names the hook that refuses the data', async () => {
      const room = await open();
      const uuid = await room.enrolMachine(machine);
      await room.startUntil(uuid, 'waiting');
      const { inventory } = machine.payload as { inventory: JsonObject };
      await room.post({ ...machine.payload, inventory: { ...inventory, interfaces: [] } });
      await room.reaches(uuid, 'error');
      const { evidence } = await first(room, uuid, 'WHY_HOOK_FAILED', 'sure');
      expect(evidence).to.contain('validate_interfaces');
    });

    it('names the rule that fails the introspection', async () => {
      const room = await open();
      const rule = await room.request('POST', '/v1/rules', {
        ...{ description: 'no old firmware', conditions: [] },
        actions: [{ action: 'fail', message: 'Canceled by operator' }],
      });
      const uuid = await room.enrolMachine(machine);
      await room.startUntil(uuid, 'waiting');
      await room.post(machine.payload);
      await room.reaches(uuid, 'error');
      const { evidence } = await first(room, uuid, 'WHY_RULE_FAILED', 'sure');
      expect(evidence).to.contain(String(rule['uuid'])).and.to.contain('no old firmware');
    });

    it('names a storage that is away, and says that the data are kept', async () => {
      const nobody = 'http://127.0.0.1:9';
      const room = await open({
        processing: { storeData: 'swift' },
        swift: { authType: 'none', endpointOverride: nobody, maxRetries: 0 },
      });
      const uuid = await room.enrolMachine(machine);
      await room.startUntil(uuid, 'waiting');
      await room.post(machine.payload);
      const { evidence } = await first(room, uuid, 'WHY_DATA_KEPT', 'sure');
      expect(evidence).to.match(/Swift|127\.0\.0\.1:9/i);
      expect((await room.why(uuid)).last_contact).to.include({ outcome: 'kept' });
    });

    it('names the end of its time', async () => {
      const room = await open({ timeout: 1 });
      const uuid = await room.enrolMachine(machine);
      await room.start(uuid);
      await room.reaches(uuid, 'error');
      await first(room, uuid, 'WHY_TIMED_OUT', 'sure');
    });

    it('names two nodes with one BMC', async () => {
      const room = await open();
      const driver_info = { ipmi_address: machine.bmcAddress };
      const uuids = [await room.enrol({ driver_info }), await room.enrol({ driver_info })];
      for (const uuid of uuids) await room.startUntil(uuid, 'waiting');
      await room.post(machine.payload);
      for (const uuid of uuids) {
        const { evidence } = await first(room, uuid, 'WHY_AMBIGUOUS', 'sure');
        for (const each of uuids) expect(evidence).to.contain(each);
      }
    });

    it('names an abort', async () => {
      const room = await open();
      const uuid = await room.enrolMachine(machine);
      await room.startUntil(uuid, 'waiting');
      await room.request('POST', `/v1/introspection/${uuid}/abort`);
      await room.reaches(uuid, 'error');
      await first(room, uuid, 'WHY_ABORTED', 'sure');
    });

    it('has nothing to say against a machine that boots', async () => {
      const room = await open();
      const uuid = await room.enrolMachine(machine);
      await room.startUntil(uuid, 'waiting');
      const found = await room.untilFirst(uuid, 'WHY_BOOTING');
      expect(found.findings.filter(({ certainty }) => certainty === 'sure')).to.deep.equal([]);
    });
  },
);
