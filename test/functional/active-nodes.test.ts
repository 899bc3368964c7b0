import type { JsonObject } from '@inspector/plugin-api';
import { expect } from 'chai';
import { Bench, payload } from './harness.js';

const message = (body: JsonObject): string => String((body['error'] as JsonObject)['message']);
const MACS = ['52:54:00:47:20:4d', '52:54:00:4e:3d:30'];
const BMC = '192.167.2.134';

describe('machines in use', () => {
  let bench: Bench;
  let data: JsonObject;
  beforeEach(async () => {
    bench = await Bench.start({
      processing: { permitActiveIntrospection: true, addPorts: 'all', keepPorts: 'added' },
    });
    data = await payload();
  });
  afterEach(() => bench.close());

  const machine = (state: string, mac: string | undefined, address: string | undefined) => {
    const node = bench.ironic.addNode({
      provision_state: state,
      power_state: 'power on',
      driver_info: address === undefined ? {} : { ipmi_address: address },
    });
    if (mac) bench.ironic.addPort({ node_uuid: node.uuid, address: mac, pxe_enabled: true });
    return node.uuid;
  };

  for (const state of ['active', 'rescue']) {
    it(`are recognised in ${state} by MAC, updated, and left running with their ports`, async () => {
      const uuid = machine(state, MACS[0], undefined);
      bench.ironic.addPort({ node_uuid: uuid, address: '52:54:00:99:99:99', pxe_enabled: false });
      expect(await bench.post(data)).to.deep.equal({ status: 200, body: { uuid } });
      expect(await bench.finished(uuid)).to.include({ state: 'finished', error: null });
      const node = bench.ironic.node(uuid);
      expect(node.power_state).to.equal('power on');
      expect(node.properties).to.include({ cpus: '2' });
      const ports = bench.ironic.portsOf(uuid);
      expect(ports.map(({ address }) => address)).to.include.members([...MACS, '52:54:00:99:99:99']);
      expect(ports.find(({ address }) => address === MACS[0])?.pxe_enabled).to.equal(true);
    });
  }

  it('are booted when somebody starts that, and left running at the end', async () => {
    const uuid = machine('active', MACS[0], undefined);
    bench.ironic.node(uuid).power_state = 'power off';
    await bench.startAndWait(uuid);
    expect(bench.ironic.node(uuid).power_state).to.equal('power on');
    expect((await bench.post(data)).status).to.equal(200);
    expect(await bench.finished(uuid)).to.include({ state: 'finished', error: null });
    expect(bench.ironic.node(uuid).power_state).to.equal('power on');
  });

  it('are processed once when two identical posts arrive together', async () => {
    const uuid = machine('active', MACS[0], undefined);
    const answers = await Promise.all([bench.post(data), bench.post(data)]);
    expect(answers).to.deep.equal(Array(2).fill({ status: 200, body: { uuid } }));
    expect(await bench.finished(uuid)).to.include({ state: 'finished', error: null });
    expect(bench.ironic.requestsMatching({ method: 'PATCH', path: '/v1/nodes/' })).to.have.lengthOf(1);
  });

  it('do not disturb stored data that are being processed again', async () => {
    const uuid = machine('active', MACS[0], undefined);
    await bench.post(data);
    await bench.finished(uuid);
    const gate = bench.ironic.fail({ match: { route: 'GET /v1/ports/detail' }, status: 'held', times: 1 });
    await bench.request('POST', `/v1/introspection/${uuid}/data/unprocessed`);
    await gate.arrived;
    const posted = bench.post({ ...data, other: 1 });
    expect(await bench.status(uuid)).to.include({ state: 'reapplying' });
    gate.release();
    expect((await posted).status).to.equal(200);
    expect(await bench.finished(uuid)).to.include({ state: 'finished', error: null });
  });

  it('are recognised by BMC address', async () => {
    const uuid = machine('active', undefined, BMC);
    expect(await bench.post(data)).to.deep.equal({ status: 200, body: { uuid } });
    await bench.finished(uuid);
  });

  const conflicts: [string, () => RegExp][] = [
    [
      'whose MACs belong to two nodes',
      () => {
        const nodes = [machine('active', MACS[0], undefined), machine('active', MACS[1], undefined)].sort();
        return new RegExp(
          `MAC addresses ${MACS.join(', ')} correspond to more than one node: ${nodes.join(', ')}"`,
        );
      },
    ],
    [
      'whose BMC address belongs to two nodes',
      () => {
        const nodes = [machine('active', undefined, BMC), machine('active', undefined, BMC)].sort();
        return new RegExp(`BMC addresses ${BMC} correspond to more than one node: ${nodes.join(', ')}"`);
      },
    ],
    [
      'whose MACs and BMC address belong to different nodes',
      () => {
        const one = machine('active', MACS[0], undefined);
        const other = machine('active', undefined, BMC);
        return new RegExp(`correspond to different nodes: ${one} and ${other}"`);
      },
    ],
    [
      'that are not in use after all',
      () => {
        const uuid = machine('available', MACS[0], undefined);
        return new RegExp(`Node ${uuid} is not active, its provision state is available"`);
      },
    ],
  ];
  for (const [what, arrange] of conflicts) {
    it(`are refused: data ${what}; the log names the nodes, the answer does not`, async () => {
      const expected = arrange();
      const { status, body } = await bench.post(data);
      expect(status).to.equal(400);
      expect(message(body))
        .to.match(/correspond|is not active/)
        .and.include('<uuid>');
      for (const uuid of bench.ironic.nodes.keys()) expect(message(body)).to.not.include(uuid);
      expect(bench.log.join('')).to.match(expected);
    });
  }

  it('are not found when nothing matches', async () => {
    machine('active', '52:54:00:11:11:11', '192.0.2.77');
    const { status, body } = await bench.post(data);
    expect(status).to.equal(400);
    expect(message(body)).to.include(
      `Look up error: Could not find a node for attributes {'bmc_address': ['${BMC}'], 'mac': ['${MACS[0]}', '${MACS[1]}']}`,
    );
  });
});

describe('look-up', () => {
  let bench: Bench;
  let data: JsonObject;
  beforeEach(async () => {
    bench = await Bench.start();
    data = await payload();
  });
  afterEach(() => bench.close());

  it('refuses data that fit two nodes equally well', async () => {
    const nodes = [];
    for (const mac of MACS) {
      const node = bench.ironic.addNode({ driver_info: {} });
      bench.ironic.addPort({ node_uuid: node.uuid, address: mac });
      await bench.startAndWait(node.uuid);
      nodes.push(node.uuid);
    }
    const { status, body } = await bench.post(data);
    expect(status).to.equal(400);
    expect(message(body))
      .to.include(`Multiple nodes match the same number of attributes`)
      .and.not.include(nodes[0]);
    expect(bench.log.join('')).to.include(nodes.sort().join(', '));
    for (const uuid of nodes) expect(await bench.status(uuid)).to.include({ state: 'waiting' });
  });

  it('takes the node that shares most', async () => {
    const [first, second] = MACS.map((mac) => {
      const node = bench.ironic.addNode({ driver_info: mac === MACS[1] ? { ipmi_address: BMC } : {} });
      bench.ironic.addPort({ node_uuid: node.uuid, address: mac });
      return node.uuid;
    }) as [string, string];
    await bench.startAndWait(first);
    await bench.startAndWait(second);
    expect((await bench.post(data)).body).to.deep.equal({ uuid: second });
    await bench.finished(second);
    expect(await bench.status(first)).to.include({ state: 'waiting' });
  });
});
