import { expect } from 'chai';
import { InspectorError } from '@inspector/plugin-api';
import { discovery, mac, machine } from './machine.js';

const NO_BMC = { bmc_address: null, bmc_v6address: null };
const rejection = (result: PromiseSettledResult<unknown>): string =>
  result.status === 'rejected' ? String(result.reason) : '';

describe('enroll, the same machine again', () => {
  it('is enrolled once when two posts arrive together', async () => {
    const { post, created } = await discovery();
    const results = await Promise.allSettled([post(machine(7)), post(machine(7)), post(machine(7))]);
    expect(created).to.have.length(1);
    expect(results.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'rejected']);
  });

  it('is recognised by its MAC alone before it has ports', async () => {
    const { post, created } = await discovery();
    const [first, second] = await Promise.allSettled([post(machine(7, NO_BMC)), post(machine(7, NO_BMC))]);
    expect(first?.status).to.equal('fulfilled');
    expect(rejection(second as PromiseSettledResult<unknown>)).to.include(
      `was enrolled for ${mac(7)} already`,
    );
    expect(created).to.have.length(1);
  });

  it('is recognised by its BMC address alone when the posts name other cards', async () => {
    const { post, created } = await discovery();
    const other = { ...machine(7), all_interfaces: { eth9: { mac: mac(9) } } };
    const results = await Promise.allSettled([post(machine(7)), post(other)]);
    expect(created).to.have.length(1);
    expect(results.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected']);
    expect(rejection(results[1])).to.match(/Node \S+ already has BMC address 192\.0\.2\.7$/);
  });

  it('is recognised when introspections never time out', async () => {
    const { post, created } = await discovery({}, {}, { timeout: 0 });
    await post(machine(7, NO_BMC));
    await Promise.allSettled([post(machine(7, NO_BMC))]);
    expect(created).to.have.length(1);
  });

  it('is recognised by any of its MACs, also later', async () => {
    const { post, created } = await discovery();
    await post(machine(7, NO_BMC));
    const other = { all_interfaces: { eth9: { mac: mac(9) }, eth1: { mac: mac(7, 1) } } };
    const [result] = await Promise.allSettled([post(other)]);
    expect(rejection(result as PromiseSettledResult<unknown>)).to.include(mac(7, 1));
    expect(created).to.have.length(1);
  });

  it('is enrolled anew after its node was deleted', async () => {
    const gone = new Set<string>();
    const { post, created } = await discovery({}, {}, {}, ({ getNode }) => ({
      getNode: async (id, fields) => {
        if (gone.has(id)) throw new InspectorError('INSP_NODE_NOT_FOUND', `Node ${id} was not found`);
        return getNode(id, fields);
      },
    }));
    const first = await post(machine(7, NO_BMC));
    gone.add(first?.uuid ?? '');
    expect(await post(machine(7, NO_BMC))).to.have.property('uuid');
    expect(created).to.have.length(2);
  });

  it('is not enrolled while the bare metal service cannot say whether its node exists', async () => {
    let reachable = true;
    const { post, created } = await discovery({}, {}, {}, ({ getNode }) => ({
      getNode: async (id, fields) => {
        if (!reachable) throw new InspectorError('INSP_BAREMETAL_UNREACHABLE', 'no connection');
        return getNode(id, fields);
      },
    }));
    await post(machine(7, NO_BMC));
    reachable = false;
    const [result] = await Promise.allSettled([post(machine(7, NO_BMC))]);
    expect(rejection(result as PromiseSettledResult<unknown>)).to.include('no connection');
    expect(created).to.have.length(1);
  });

  it('may be enrolled again after an attempt that created nothing', async () => {
    let refuse = true;
    const { post } = await discovery({}, {}, {}, ({ createNode }) => ({
      createNode: async (fields) => {
        if (refuse) throw new InspectorError('INSP_BAREMETAL_REJECTED', 'busy');
        return createNode(fields);
      },
    }));
    const [result] = await Promise.allSettled([post(machine(7))]);
    expect(rejection(result as PromiseSettledResult<unknown>)).to.include('busy');
    refuse = false;
    expect(await post(machine(7))).to.have.property('uuid');
  });

  it('gets the node that was created although the answer was lost', async () => {
    const { post, created, baremetal } = await discovery({}, {}, {}, ({ createNode }) => ({
      createNode: async (fields) => {
        await createNode(fields);
        throw new InspectorError('INSP_BAREMETAL_UNREACHABLE', 'no answer');
      },
    }));
    const [result] = await Promise.allSettled([post(machine(7))]);
    expect(rejection(result as PromiseSettledResult<unknown>)).to.include('no answer');
    const found = await post(machine(7));
    expect(created).to.have.length(1);
    expect(await baremetal.getNode(found?.uuid ?? '')).to.include({ uuid: found?.uuid });
  });

  it('does not keep other machines from being enrolled', async () => {
    const { post, created } = await discovery();
    await Promise.all([1, 2, 3, 4].map((number) => post(machine(number))));
    expect(created).to.have.length(4);
  });

  it('does not keep out a machine with the same MAC on a card that gets no port', async () => {
    const { post, created } = await discovery();
    const withLoopback = (number: number) => ({
      ...machine(number),
      all_interfaces: { eth0: { mac: mac(number) }, lo: { mac: '00:00:00:00:00:00' } },
      macs: [mac(number)],
    });
    await Promise.all([post(withLoopback(1)), post(withLoopback(2))]);
    expect(created).to.have.length(2);
    const [again] = await Promise.allSettled([post(withLoopback(2))]);
    expect(again?.status).to.equal('rejected');
    expect(created).to.have.length(2);
  });

  it('waits for no other machine', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const { post } = await discovery({}, {}, {}, ({ findPorts }) => ({
      findPorts: async (address) => {
        if (address === mac(1)) await held;
        return findPorts(address);
      },
    }));
    const slow = post(machine(1));
    expect(await post(machine(2))).to.have.property('uuid');
    release();
    expect(await slow).to.have.property('uuid');
  });
});
