import { expect } from 'chai';
import { PAYLOADS, createMachine, loadPayload, type JsonObject, type Machine } from '../../src/index.js';

const macsOf = (machine: Machine): string[] => {
  const { interfaces } = machine.payload['inventory'] as { interfaces: { mac_address: string }[] };
  return interfaces.map((card) => card.mac_address);
};

describe('simulated machines', () => {
  it('have MACs, BMC addresses, serials, UUIDs and names of their own', () => {
    const machines = Array.from({ length: 300 }, (_, index) => createMachine({ index }));
    const all = (of: (machine: Machine) => string | readonly string[]) => machines.flatMap(of);
    for (const values of [
      all(({ uuid }) => uuid),
      all(({ name }) => name),
      all(({ bmcAddress }) => bmcAddress),
      all(({ macs }) => macs),
      all(
        ({ payload }) =>
          (payload as { inventory: { system_vendor: { serial_number: string } } }).inventory.system_vendor
            .serial_number,
      ),
    ]) {
      expect(new Set(values)).to.have.lengthOf(values.length);
    }
  });

  it('are the same again for the same index and others for another seed', () => {
    expect(createMachine({ index: 7 })).to.deep.equal(createMachine({ index: 7 }));
    const [one, other] = [createMachine({ index: 7 }), createMachine({ index: 7, seed: 'b' })];
    expect(one.uuid).to.not.equal(other.uuid);
    expect(one.macs).to.not.have.members(other.macs);
  });

  for (const payload of PAYLOADS) {
    it(`keep the shape of ${payload} and nothing of its identity`, () => {
      const original = JSON.stringify(loadPayload(payload));
      const machine = createMachine({ index: 5, payload });
      expect(macsOf(machine)).to.deep.equal(machine.macs);
      const { interfaces } = (
        JSON.parse(original) as { inventory: { interfaces: { mac_address: string }[] } }
      ).inventory;
      const text = JSON.stringify(machine.payload).toLowerCase();
      for (const { mac_address: mac } of interfaces) {
        expect(text).to.not.contain(mac.toLowerCase());
        expect(text).to.not.contain(mac.toLowerCase().replaceAll(':', '-'));
      }
      expect(machine.macs).to.include(machine.pxeMac);
      expect(machine.payload).to.have.nested.property('inventory.bmc_address', machine.bmcAddress);
      expect(Object.keys(machine.payload)).to.have.members(Object.keys(loadPayload(payload)));
    });
  }

  it('boot from the card that booted the real machine, in the form it was written', () => {
    const dell = createMachine({ index: 0, payload: 'dell-m630-bios' });
    expect(dell.pxeMac).to.equal(dell.macs[1]);
    expect(dell.payload['boot_interface']).to.equal(`01-${dell.pxeMac.replaceAll(':', '-')}`);
  });

  it('enroll with the BMC field of their driver and the ports asked for', () => {
    const ipmi = createMachine({ index: 1, driver: 'ipmi' });
    expect(ipmi.node.driver_info).to.include({ ipmi_address: ipmi.bmcAddress });
    expect(ipmi.ports.map(({ address }) => address)).to.deep.equal(ipmi.macs);
    const redfish = createMachine({ index: 1, driver: 'redfish', ports: 'pxe' });
    expect(redfish.node.driver_info).to.include({ redfish_address: `https://${redfish.bmcAddress}` });
    expect(redfish.ports).to.deep.equal([{ node_uuid: redfish.uuid, address: redfish.pxeMac }]);
    expect(createMachine({ index: 1, ports: false }).ports).to.deep.equal([]);
  });

  it('report errors, carry logs and disguise themselves when told', () => {
    const machine = createMachine({ index: 3, ramdiskError: 'no disk', logBytes: 3000 });
    expect(machine.payload).to.include({ error: 'no disk' });
    expect(machine.payload['logs']).to.have.lengthOf(4000);
    const stranger = createMachine({ index: 3, wrongMacs: true });
    expect(macsOf(stranger)).to.not.have.any.members(stranger.macs as string[]);
    expect((stranger.payload['inventory'] as JsonObject)['bmc_address']).to.equal('0.0.0.0');
  });

  it('refuse an index they have no addresses for', () => {
    expect(() => createMachine({ index: 65536 })).to.throw(RangeError, 'from 0 to 65535');
  });
});
