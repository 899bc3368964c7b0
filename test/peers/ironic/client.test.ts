import { expect } from 'chai';
import { InspectorError, type BareMetal, type PluginContext, type PluginLog } from '@inspector/plugin-api';
import ironicPlugin from '@inspector/baremetal-ironic/index.js';
import { describePeer } from '../peer.js';
import { IRONIC_PROGRAMS, startIronic, type Ironic } from '../servers/ironic.js';

const silent: PluginLog = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** The plugin as the host sets it up, with quick retries. */
async function connect(options: object): Promise<BareMetal> {
  const config = {
    authType: 'none',
    insecure: false,
    timeout: 20,
    maxRetries: 40,
    retryInterval: 0.1,
    connectRetries: 2,
    connectRetryDelay: 0.1,
    maxParallelRequests: 8,
    ...options,
  };
  return ironicPlugin.setup({ config, log: silent } as unknown as PluginContext<never>);
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'success',
    (error: unknown) => (InspectorError.is(error) ? `${error.code}: ${error.message}` : String(error)),
  );
}

describePeer('the client of Ironic against the real one', IRONIC_PROGRAMS, function () {
  this.timeout(120_000);
  let ironic: Ironic;
  let client: BareMetal;
  let macs = 0;
  const nextMac = () => `52:54:00:00:01:${(macs++).toString(16).padStart(2, '0')}`;
  before(async () => {
    ironic = await startIronic();
    client = await connect({ endpointOverride: ironic.url });
  });
  after(async () => {
    await client.close?.();
    await ironic.stop();
  });

  const enrolled = () => client.createNode({ driver: 'fake-hardware' });

  it('enrols a node, reads it by UUID and by name, and finds it in the list', async () => {
    const { uuid } = await client.createNode({
      driver: 'fake-hardware',
      name: 'rack-1',
      driver_info: { ipmi_address: '192.0.2.1' },
    });

    expect((await client.getNode(uuid)).name).to.equal('rack-1');
    expect((await client.getNode('rack-1')).driver_info).to.deep.equal({ ipmi_address: '192.0.2.1' });
    expect(await client.getNode('rack-1', ['uuid', 'provision_state'])).to.deep.include({
      uuid,
      provision_state: 'enroll',
    });
    const listed = await client.listNodes(['uuid', 'driver_info']);
    expect(listed.find((node) => node.uuid === uuid)?.driver_info).to.deep.equal({
      ipmi_address: '192.0.2.1',
    });
  });

  it('tells nodes that do not exist from identifiers that cannot exist', async () => {
    expect(await codeOf(client.getNode('nobody'))).to.equal(
      'INSP_NODE_NOT_FOUND: Node nobody was not found in Ironic',
    );
    expect(await codeOf(client.getNode('not a name'))).to.match(
      /^INSP_BAD_REQUEST: Cannot get node not a name: Client Error for url: .*not a name/,
    );
  });

  it('validates, sets boot device and power', async () => {
    const { uuid } = await enrolled();

    expect(await client.validatePower(uuid)).to.deep.equal({ ok: true });
    await client.setBootDevice(uuid, 'pxe', false);
    await client.setPowerState(uuid, 'rebooting', 5);
    await client.setPowerState(uuid, 'power off', 5);

    // a change that needs the lock comes after the power change
    await client.patchNode(uuid, [{ op: 'add', path: '/extra/after', value: true }]);
    expect((await client.getNode(uuid)).power_state).to.equal('power off');
  });

  it('patches nodes, also driver and interfaces', async () => {
    const { uuid } = await enrolled();

    const patched = await client.patchNode(uuid, [
      { op: 'add', path: '/properties/cpus', value: '8' },
      { op: 'add', path: '/extra/nothing', value: null },
    ]);
    const reset = await client.patchNode(uuid, [{ op: 'add', path: '/driver', value: 'fake-hardware' }], {
      resetInterfaces: true,
    });

    expect(patched.properties).to.deep.equal({ cpus: '8' });
    expect(patched.extra).to.deep.equal({ nothing: null });
    expect(reset.driver).to.equal('fake-hardware');
  });

  it('passes on why a patch is refused', async () => {
    const { uuid } = await enrolled();

    expect(await codeOf(client.patchNode(uuid, [{ op: 'add', path: '/driver', value: 'steam' }]))).to.match(
      /^INSP_BAREMETAL_REJECTED: Client Error for url: .*steam/,
    );
  });

  it('creates, lists, finds, patches and deletes ports', async () => {
    const { uuid } = await enrolled();
    const mac = nextMac();

    const port = await client.createPort({ node_uuid: uuid, address: mac, pxe_enabled: true, extra: {} });
    const id = port?.uuid ?? '';
    expect((await client.listNodePorts(uuid)).map(({ address }) => address)).to.deep.equal([mac]);
    expect((await client.listPorts()).map(({ address }) => address)).to.include(mac);
    expect(await client.findPorts(mac.toUpperCase())).to.have.nested.property('[0].node_uuid', uuid);

    const patched = await client.patchPort(id, [
      { op: 'replace', path: '/pxe_enabled', value: false },
      { op: 'add', path: '/local_link_connection/switch_id', value: '02:00:5e:00:11:22' },
      { op: 'add', path: '/local_link_connection/port_id', value: 'Ethernet1/1' },
      { op: 'add', path: '/physical_network', value: 'physnet_a' },
    ]);
    expect(patched.pxe_enabled).to.equal(false);
    expect(patched.local_link_connection).to.deep.equal({
      switch_id: '02:00:5e:00:11:22',
      port_id: 'Ethernet1/1',
    });
    expect(patched.physical_network).to.equal('physnet_a');

    await client.deletePort(id);
    await client.deletePort(id);
    expect(await client.listNodePorts(uuid)).to.deep.equal([]);
  });

  it('does not take a MAC away from another port', async () => {
    const { uuid } = await enrolled();
    const port = { node_uuid: uuid, address: nextMac(), pxe_enabled: true, extra: {} };

    expect(await client.createPort(port)).to.have.property('address', port.address);
    expect(await client.createPort(port)).to.equal(undefined);
  });

  it('adds and removes traits', async () => {
    const { uuid } = await enrolled();

    await client.addTrait(uuid, 'CUSTOM_FAST');
    expect((await client.getNode(uuid))['traits']).to.deep.equal(['CUSTOM_FAST']);
    await client.removeTrait(uuid, 'CUSTOM_FAST');
    await client.removeTrait(uuid, 'CUSTOM_FAST');
    expect((await client.getNode(uuid))['traits']).to.deep.equal([]);
  });

  it('gets changes through while other operations hold the node', async () => {
    const { uuid } = await enrolled();
    const impatient = await connect({ endpointOverride: ironic.url, maxRetries: 0 });
    const change = (through: BareMetal) => (value: number) =>
      through.patchNode(uuid, [{ op: 'add', path: '/extra/turn', value }]);
    const turns = Array.from({ length: 12 }, (_, turn) => turn);

    // without retries some of them meet the lock, or what follows would show nothing
    let refused = 0;
    for (let round = 0; refused === 0 && round < 10; round += 1) {
      const results = await Promise.allSettled(turns.map(change(impatient)));
      refused = results.filter(({ status }) => status === 'rejected').length;
    }
    await impatient.close?.();
    expect(refused).to.be.greaterThan(0);

    const patient = await Promise.allSettled(turns.map(change(client)));
    expect(patient.filter(({ status }) => status === 'rejected')).to.deep.equal([]);
  });

  it('reads listings of more than one page completely', async () => {
    const paged = await startIronic({ pageSize: 3 });
    const pagedClient = await connect({ endpointOverride: paged.url });
    try {
      const { uuid } = await pagedClient.createNode({ driver: 'fake-hardware' });
      const wanted = Array.from({ length: 8 }, nextMac);
      for (const address of wanted) {
        await pagedClient.createPort({ node_uuid: uuid, address, pxe_enabled: true, extra: {} });
      }
      for (let more = 0; more < 6; more += 1) await pagedClient.createNode({ driver: 'fake-hardware' });

      expect((await pagedClient.listPorts()).map(({ address }) => address)).to.have.members(wanted);
      expect(await pagedClient.listNodePorts(uuid)).to.have.length(8);
      expect(await pagedClient.listNodes(['uuid'])).to.have.length(7);
    } finally {
      await pagedClient.close?.();
      await paged.stop();
    }
  });

  it('is let in with user name and password, and says so when they are wrong', async () => {
    const guarded = await startIronic({ authStrategy: 'http_basic' });
    const basic = { authType: 'http_basic', endpointOverride: guarded.url, username: 'inspector' };
    const right = await connect({ ...basic, password: 'ironicpw' });
    const wrong = await connect({ ...basic, password: 'wrong' });
    try {
      const { uuid } = await right.createNode({ driver: 'fake-hardware' });

      expect(await codeOf(wrong.getNode(uuid))).to.match(
        /^INSP_BAREMETAL_REJECTED: Client Error for url: .*, Incorrect username or password$/,
      );
    } finally {
      await right.close?.();
      await wrong.close?.();
      await guarded.stop();
    }
  });
});
