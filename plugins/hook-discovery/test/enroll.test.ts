import { expect } from 'chai';
import { InspectorError, type JsonObject } from '@inspector/plugin-api';
import { NODE_UUID } from '@inspector/test-kit';
import { discovery, mac, machine } from './machine.js';

const refusalOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
  } catch (error) {
    if (InspectorError.is(error)) return error.message;
    throw error;
  }
  throw new Error('a refusal was expected');
};

describe('enroll', () => {
  it('creates a node and answers it', async () => {
    const { post, created, baremetal } = await discovery();
    const data = machine(7);
    const found = await post(data);
    expect(created).to.deep.equal([{ driver: 'fake-hardware', driver_info: { ipmi_address: '192.0.2.7' } }]);
    const node = await baremetal.getNode(found?.uuid ?? '');
    expect(node).to.include({ driver: 'fake-hardware', provision_state: 'enroll' });
    expect(data['auto_discovered']).to.equal(true);
  });

  it('uses the configured driver and fields, but its own driver_info', async () => {
    const enrollNodeFields = {
      resource_class: 'baremetal',
      driver_info: { ipmi_username: 'x' },
      driver: 'other',
    };
    const { post, created } = await discovery({ enrollNodeDriver: 'ipmi', enrollNodeFields });
    await post(machine(7));
    expect(created).to.deep.equal([
      { driver: 'ipmi', driver_info: { ipmi_address: '192.0.2.7' }, resource_class: 'baremetal' },
    ]);
  });

  const addresses: [string, JsonObject, JsonObject, JsonObject][] = [
    ['IPv6 when preferred', { enabledBmcAddressVersion: ['6', '4'] }, {}, { ipmi_address: '2001:db8::7' }],
    ['IPv6 when there is no IPv4', {}, { bmc_address: '0.0.0.0' }, { ipmi_address: '2001:db8::7' }],
    ['only the versions asked for', { enabledBmcAddressVersion: ['6'] }, { bmc_v6address: '::/0' }, {}],
    ['versions that are numbers', { enabledBmcAddressVersion: [6, 4] }, {}, { ipmi_address: '2001:db8::7' }],
    ['IPv4 as a number', { enabledBmcAddressVersion: [4, 6] }, {}, { ipmi_address: '192.0.2.7' }],
    ['no address when there is none', {}, { bmc_address: null, bmc_v6address: null }, {}],
  ];
  for (const [title, options, inventory, driverInfo] of addresses) {
    it(`takes ${title}`, async () => {
      const { post, created, log } = await discovery(options);
      await post(machine(7, inventory));
      expect(created[0]?.['driver_info']).to.deep.equal(driverInfo);
      expect(log.messages('warn')).to.have.length(Object.keys(driverInfo).length === 0 ? 1 : 0);
    });
  }

  it('refuses a MAC that has a port', async () => {
    const { post, created, baremetal } = await discovery({}, { ports: [mac(7, 1)] });
    const [port] = await baremetal.findPorts(mac(7, 1));
    expect(await refusalOf(post(machine(7)))).to.equal(
      `Port ${mac(7, 1)} already exists, uuid: ${port?.uuid}`,
    );
    expect(created).to.deep.equal([]);
  });

  it('finds the port among many MACs', async () => {
    const cards = Array.from({ length: 30 }, (_item, index) => [`eth${index}`, { mac: mac(index, 2) }]);
    const { post } = await discovery({}, { ports: [mac(29, 2)] });
    const refusal = await refusalOf(post({ all_interfaces: Object.fromEntries(cards) as JsonObject }));
    expect(refusal).to.include(`Port ${mac(29, 2)} already exists`);
  });

  it('asks for a few ports at a time', async () => {
    let running = 0;
    let most = 0;
    const { post } = await discovery({}, {}, {}, ({ findPorts }) => ({
      findPorts: async (address) => {
        running += 1;
        most = Math.max(most, running);
        await new Promise(setImmediate);
        running -= 1;
        return findPorts(address);
      },
    }));
    const cards = Array.from({ length: 30 }, (_item, index) => [`eth${index}`, { mac: mac(index, 2) }]);
    await post({ all_interfaces: Object.fromEntries(cards) as JsonObject });
    expect(most).to.be.within(2, 8);
  });

  const knownBmc: [string, JsonObject, JsonObject][] = [
    ['as IPMI address', { ipmi_address: '192.0.2.7' }, {}],
    ['in a Redfish URL', { redfish_address: 'https://192.0.2.7:8443/redfish' }, {}],
    ['as IPv6 address in another spelling', { ipmi_address: '[2001:DB8:0::7]' }, { bmc_address: null }],
  ];
  for (const [title, driver_info, inventory] of knownBmc) {
    it(`refuses a BMC address that a node has ${title}`, async () => {
      const { post, created } = await discovery({}, { node: { driver_info } });
      const address = inventory['bmc_address'] === null ? '2001:db8::7' : '192.0.2.7';
      expect(await refusalOf(post(machine(7, inventory)))).to.equal(
        `Node ${NODE_UUID} already has BMC address ${address}`,
      );
      expect(created).to.deep.equal([]);
    });
  }

  it('looks at the configured fields of driver_info only', async () => {
    const world = { node: { driver_info: { my_bmc: '192.0.2.7' } } };
    expect(await (await discovery({}, world)).post(machine(7))).to.have.property('uuid');
    const { post } = await discovery({}, world, { ipmiAddressFields: ['my_bmc'] });
    expect(await refusalOf(post(machine(7)))).to.include('already has BMC address');
  });

  it('does not list the nodes when there is no BMC address', async () => {
    const listNodes = (): never => {
      throw new Error('nodes were listed');
    };
    const { post } = await discovery({}, {}, {}, () => ({ listNodes }));
    expect(await post(machine(7, { bmc_address: null, bmc_v6address: null }))).to.have.property('uuid');
  });

  it('warns about data without usable cards', async () => {
    const { post, log } = await discovery();
    await post({ inventory: { bmc_address: '192.0.2.7' } });
    expect(log.messages('warn').join()).to.include('validate_interfaces');
  });

  it('says which options to correct where a node is refused', async () => {
    const { post } = await discovery({}, {}, {}, () => ({
      createNode: async () => {
        throw new InspectorError('INSP_BAREMETAL_REJECTED', 'no such driver', { cause: { httpStatus: 400 } });
      },
    }));
    expect(await refusalOf(post(machine(7)))).to.match(
      /driver fake-hardware; correct discovery.enrollNodeDriver or discovery.enrollNodeFields: no such driver/,
    );
  });

  it('passes on what should not happen', async () => {
    const { post } = await discovery({}, {}, {}, () => ({
      createNode: async () => {
        throw new TypeError('a bug');
      },
    }));
    const failure = await post(machine(7)).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(TypeError);
  });
});
