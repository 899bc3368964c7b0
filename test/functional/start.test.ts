import type { JsonObject } from '@inspector/plugin-api';
import type { UserConfig } from '@inspector/core';
import type { FakeNode } from '@inspector/simulator';
import { expect } from 'chai';
import { Bench, payload } from './harness.js';

const message = (body: JsonObject): unknown => (body['error'] as JsonObject)['message'];

describe('start', () => {
  let bench: Bench;
  let data: JsonObject;
  const begin = async (config: UserConfig = {}) => {
    bench = await Bench.start(config);
    data = await payload();
  };
  afterEach(() => bench.close());

  it('does not know a node Ironic does not know', async () => {
    await begin();
    const { status, body } = await bench.start('nobody');
    expect([status, message(body)]).to.deep.equal([404, 'Node nobody was not found in Ironic']);
  });

  it('takes a name and any spelling of the UUID', async () => {
    await begin();
    const node = bench.enroll(data, { name: 'rack-7' });
    await bench.startAndWait('rack-7');
    await bench.startAndWait(node.uuid.toUpperCase().replaceAll('-', ''));
  });

  for (const state of ['enroll', 'manageable', 'inspecting', 'inspect wait', 'inspect failed']) {
    it(`is allowed in ${state}`, async () => {
      await begin();
      await bench.startAndWait(bench.enroll(data, { provision_state: state }).uuid);
    });
  }
  for (const state of ['active', 'rescue', 'available', 'cleaning']) {
    it(`is refused in ${state}`, async () => {
      await begin();
      const { status, body } = await bench.start(bench.enroll(data, { provision_state: state }).uuid);
      expect(status).to.equal(400);
      expect(message(body)).to.equal(
        `Invalid provision state for introspection: "${state}", valid states are "['enroll', 'manageable', 'inspecting', 'inspect wait', 'inspect failed']"`,
      );
    });
  }

  it('is allowed in active where that is permitted', async () => {
    await begin({ processing: { permitActiveIntrospection: true } });
    await bench.startAndWait(bench.enroll(data, { provision_state: 'active' }).uuid);
  });

  it('says why power cannot be managed', async () => {
    await begin();
    const node = bench.enroll(data);
    bench.ironic.hardware(node.uuid).validation['power'] = { result: false, reason: 'no password' };
    const { status, body } = await bench.start(node.uuid);
    expect([status, message(body)]).to.deep.equal([400, 'Failed validation of power interface: no password']);
    expect((await bench.request('GET', `/v1/introspection/${node.uuid}`)).status).to.equal(404);
  });

  it('is refused where boot cannot be managed', async () => {
    await begin({ canManageBoot: false });
    const node = bench.enroll(data);
    const { status, body } = await bench.start(node.uuid);
    expect(status).to.equal(400);
    expect(message(body)).to.equal(
      'Managed boot is requested, but this installation cannot manage boot (can_manage_boot set to False)',
    );
    await bench.startAndWait(node.uuid, '?manage_boot=no');
  });

  it('is refused while another start is under way, and only one of many at once wins', async () => {
    await begin();
    const node = bench.enroll(data);
    const gate = bench.ironic.fail({ match: { path: '/boot_device' }, status: 'held' });
    const answers = await Promise.all(Array.from({ length: 10 }, () => bench.start(node.uuid)));
    const codes = answers.map(({ status }) => status).sort();
    expect(codes[0]).to.equal(202);
    expect(codes.slice(1).every((status) => status === 400 || status === 409)).to.equal(true);
    expect(message((await bench.start(node.uuid)).body)).to.equal(
      "Can not transition from state 'starting' on event 'start' (no defined transition)",
    );
    gate.release();
    await bench.until(node.uuid, ({ state }) => state === 'waiting');
  });

  const failures: [string, (node: FakeNode) => void, RegExp][] = [
    [
      'the boot device cannot be set',
      () => bench.ironic.fail({ match: { path: '/boot_device' }, status: 400, text: 'no such device' }),
      /^Failed to set boot device to PXE: .*no such device/,
    ],
    [
      'power does not come on',
      () => bench.ironic.fail({ match: { path: '/states/power' }, status: 400, text: 'no power' }),
      /^Failed to power on the node, check its power management configuration: .*no power/,
    ],
    [
      'nothing identifies the machine',
      (node) => {
        node.driver_info = {};
        for (const port of bench.ironic.portsOf(node.uuid)) bench.ironic.removePort(port.uuid);
      },
      /^No lookup attributes were found, inspector won't be able to find it after introspection/,
    ],
  ];
  for (const [what, spoil, expected] of failures) {
    it(`records that ${what}`, async function () {
      this.timeout(30_000);
      await begin();
      const node = bench.enroll(data);
      spoil(bench.ironic.node(node.uuid));
      expect((await bench.start(node.uuid)).status).to.equal(202);
      const { state, error } = await eventuallyOver(node.uuid);
      expect(state).to.equal('error');
      expect(error).to.match(expected);
      expect((await bench.post(data)).status).to.equal(400);
    });
  }
  const eventuallyOver = async (uuid: string) => {
    for (;;) {
      const status = await bench.status(uuid);
      if (status.finished) return status;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  it('answers the failure itself when boot is managed by somebody else', async () => {
    await begin();
    const node = bench.ironic.addNode({ driver_info: {} });
    const { status, body } = await bench.start(node.uuid, '?manage_boot=false');
    expect(status).to.equal(400);
    expect(message(body)).to.match(/^No lookup attributes were found/);
    expect(await bench.status(node.uuid)).to.include({ state: 'error', error: message(body) });
  });

  const boots: [string, JsonObject, boolean][] = [
    ['Always', { force_persistent_boot_device: 'Always' }, true],
    ['Default', { force_persistent_boot_device: 'Default' }, false],
    ['Never', { force_persistent_boot_device: 'Never' }, false],
    ['always, which is not the spelling', { force_persistent_boot_device: 'always' }, false],
    ['true', { force_persistent_boot_device: 'true' }, true],
    ['yes', { force_persistent_boot_device: ' YES ' }, true],
    ['a true boolean', { force_persistent_boot_device: true }, true],
    ['a text that says neither', { force_persistent_boot_device: 'perhaps' }, false],
    ['nothing', {}, false],
  ];
  for (const [what, driverInfo, persistent] of boots) {
    it(`boots ${persistent ? 'persistently' : 'once'} when driver_info says ${what}`, async () => {
      await begin();
      const node = bench.enroll(data, { driver_info: { ipmi_address: '192.0.2.1', ...driverInfo } });
      await bench.startAndWait(node.uuid);
      expect(bench.ironic.hardware(node.uuid).bootPersistent).to.equal(persistent);
    });
  }

  it('finds a machine without ports by its BMC address', async () => {
    await begin();
    const node = bench.ironic.addNode({
      driver_info: { redfish_address: 'https://192.167.2.134:8443/redfish' },
    });
    await bench.startAndWait(node.uuid);
    expect((await bench.post(data)).status).to.equal(200);
    expect(await bench.finished(node.uuid)).to.include({ state: 'finished' });
  });

  it('does not mind a BMC name that does not resolve', async () => {
    await begin();
    const node = bench.enroll(data, { driver_info: { ipmi_address: 'bmc.invalid' } });
    await bench.startAndWait(node.uuid);
  });

  it('finds ports whose MACs are written in capitals', async () => {
    await begin();
    const node = bench.ironic.addNode({ driver_info: {} });
    bench.ironic.addPort({ node_uuid: node.uuid, address: '52:54:00:4E:3D:30' });
    await bench.startAndWait(node.uuid);
    expect((await bench.post(data)).status).to.equal(200);
    await bench.finished(node.uuid);
    expect(bench.ironic.portsOf(node.uuid)).to.have.lengthOf(1);
  });
});
