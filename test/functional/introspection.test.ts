import type { JsonObject } from '@inspector/plugin-api';
import { expect } from 'chai';
import { Bench, payload } from './harness.js';

describe('introspection', () => {
  let bench: Bench;
  let data: JsonObject;

  beforeEach(async () => {
    bench = await Bench.start();
    data = await payload();
  });
  afterEach(() => bench.close());

  it('finds out what is in a machine, updates the node and powers it off', async () => {
    const node = bench.enroll(data);
    await bench.startAndWait(node.uuid);
    expect(bench.ironic.hardware(node.uuid).bootDevice).to.equal('pxe');
    expect(bench.ironic.node(node.uuid).power_state).to.equal('power on');

    expect(await bench.post(data)).to.deep.equal({ status: 200, body: { uuid: node.uuid } });
    const status = await bench.finished(node.uuid);
    expect(status).to.include({ state: 'finished', error: null, finished: true });
    const after = bench.ironic.node(node.uuid);
    expect(after.power_state).to.equal('power off');
    expect(after.properties).to.include({ cpus: '2', memory_mb: '2048', local_gb: '12', cpu_arch: 'x86_64' });
    expect(bench.ironic.portsOf(node.uuid).map((port) => port.address)).to.have.members([
      '52:54:00:47:20:4d',
      '52:54:00:4e:3d:30',
    ]);
  });

  it('asks Ironic for little: three reads before waiting, four requests afterwards', async () => {
    const node = bench.enroll(data);
    bench.ironic.addPort({ node_uuid: node.uuid, address: '52:54:00:4e:3d:30', pxe_enabled: true });
    await bench.request('GET', '/v1/introspection/some-name');
    bench.ironic.clearRequests();
    await bench.startAndWait(node.uuid);
    expect(bench.ironic.requests.map(({ route }) => route)).to.deep.equal([
      'GET /v1/nodes/{}',
      'GET /v1/nodes/{}/validate',
      'GET /v1/ports/detail',
      'PUT /v1/nodes/{}/management/boot_device',
      'PUT /v1/nodes/{}/states/power',
    ]);
    bench.ironic.clearRequests();
    await bench.post(data);
    await bench.finished(node.uuid);
    const ports = bench.ironic.requests.filter(({ route }) => /^(POST|PATCH) \/v1\/ports/.test(route));
    expect(
      bench.ironic.requests.filter((request) => !ports.includes(request)).map(({ route }) => route),
    ).to.deep.equal([
      'GET /v1/nodes/{}',
      'GET /v1/ports/detail',
      'PATCH /v1/nodes/{}',
      'PUT /v1/nodes/{}/states/power',
    ]);
  });

  it('keeps the data as received, to the byte, and what the hooks made of them', async () => {
    const node = bench.enroll(data);
    const text = JSON.stringify({ ...data, logs: 'aGVsbG8=' }, null, 1).replace(
      '"boot_interface"',
      '"big": 12345678901234567890, "one": 1.0, "boot_interface"',
    );
    await bench.startAndWait(node.uuid);
    await bench.post(text);
    await bench.finished(node.uuid);
    const raw = await (await fetch(`${bench.url}/v1/introspection/${node.uuid}/data/unprocessed`)).text();
    expect(raw).to.include('12345678901234567890').and.include('"one": 1.0').and.not.include('aGVsbG8=');
    const { body } = await bench.request('GET', `/v1/introspection/${node.uuid}/data`);
    expect(body).to.include({ cpus: 2, memory_mb: 2048, cpu_arch: 'x86_64' }).and.not.have.property('logs');
  });

  it('leaves power alone when somebody else manages the boot', async () => {
    const node = bench.enroll(data);
    await bench.startAndWait(node.uuid, '?manage_boot=0');
    await bench.post(data);
    expect(await bench.finished(node.uuid)).to.include({ state: 'finished' });
    expect(bench.ironic.requestsMatching({ path: '/states/power' })).to.have.lengthOf(0);
    expect(bench.ironic.requestsMatching({ path: '/validate' })).to.have.lengthOf(0);
  });

  it('leaves the machine on where that is wanted', async () => {
    await bench.close();
    bench = await Bench.start({ processing: { powerOff: false } });
    const node = bench.enroll(data);
    await bench.startAndWait(node.uuid);
    await bench.post(data);
    expect(await bench.finished(node.uuid)).to.include({ state: 'finished' });
    expect(bench.ironic.node(node.uuid).power_state).to.equal('power on');
  });

  it('ends when the node has got into other hands since', async () => {
    const node = bench.enroll(data);
    await bench.startAndWait(node.uuid);
    bench.ironic.node(node.uuid).provision_state = 'available';
    bench.ironic.clearRequests();
    const { status, body } = await bench.post(data);
    const { message } = body['error'] as { message: string };
    expect(status).to.equal(400);
    expect(message).to.match(/^Invalid provision state for introspection: "available", valid states are/);
    expect(await bench.status(node.uuid)).to.include({ state: 'error', error: message });
    expect(bench.ironic.requests.filter(({ method }) => method !== 'GET')).to.deep.equal([]);
  });

  it('records what the ramdisk reports and lets the next start begin afresh', async () => {
    const node = bench.enroll(data);
    await bench.startAndWait(node.uuid);
    const { status, body } = await bench.post({ ...data, error: 'no disks at all' });
    expect(status).to.equal(400);
    expect((body['error'] as JsonObject)['message']).to.equal(
      'The following failures happened during running pre-processing hooks:\nPreprocessing hook ramdisk_error: Ramdisk reported error: no disks at all',
    );
    expect(await bench.status(node.uuid)).to.include({
      state: 'error',
      finished: true,
      error: 'Preprocessing hook ramdisk_error: Ramdisk reported error: no disks at all',
    });
    await bench.startAndWait(node.uuid);
    expect((await bench.post(data)).status).to.equal(200);
    expect(await bench.finished(node.uuid)).to.include({ state: 'finished', error: null });
  });

  it('answers a repeated post whose first answer got lost, and processes nothing twice', async () => {
    const node = bench.enroll(data);
    await bench.startAndWait(node.uuid);
    await bench.post(data);
    await bench.finished(node.uuid);
    bench.ironic.clearRequests();
    expect(await bench.post(data)).to.deep.equal({ status: 200, body: { uuid: node.uuid } });
    expect(bench.ironic.requests).to.have.lengthOf(0);
    const { status, body } = await bench.post({ ...data, other: true });
    expect(status).to.equal(400);
    expect(JSON.stringify(body)).to.include('Look up error: Could not find a node for attributes {');
  });

  it('does not take a post of the last introspection for one of the next', async () => {
    const node = bench.enroll(data);
    await bench.startAndWait(node.uuid);
    await bench.post(data);
    await bench.finished(node.uuid);
    await bench.startAndWait(node.uuid);
    await bench.request('POST', `/v1/introspection/${node.uuid}/abort`);
    await bench.finished(node.uuid);
    expect((await bench.post(data)).status).to.equal(400);
  });

  it('processes once when two identical posts arrive together', async () => {
    const node = bench.enroll(data);
    await bench.startAndWait(node.uuid);
    const answers = await Promise.all([bench.post(data), bench.post(data)]);
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200]);
    expect(await bench.finished(node.uuid)).to.include({ state: 'finished', error: null });
    expect(bench.ironic.requestsMatching({ method: 'PATCH', path: /nodes/ })).to.have.lengthOf(1);
  });

  it('lets the ramdisk try again when Ironic could not be reached', async () => {
    const node = bench.enroll(data);
    await bench.startAndWait(node.uuid);
    const fault = bench.ironic.fail({ match: { route: 'GET /v1/nodes/{}' }, status: 500 });
    expect((await bench.post(data)).status).to.equal(500);
    expect(await bench.status(node.uuid)).to.include({ state: 'waiting' });
    fault.clear();
    expect((await bench.post(data)).status).to.equal(200);
    expect(await bench.finished(node.uuid)).to.include({ state: 'finished' });
  });

  it('ends with the text of Ironic when an update is refused', async () => {
    const node = bench.enroll(data);
    await bench.startAndWait(node.uuid);
    bench.ironic.fail({
      match: { method: 'PATCH', path: /nodes/ },
      status: 400,
      text: 'cpus is not welcome',
    });
    const { status, body } = await bench.post(data);
    expect(status).to.equal(400);
    expect(JSON.stringify(body)).to.match(
      /Hook \S+: the bare metal service refuses its .*cpus is not welcome/,
    );
    expect(await bench.status(node.uuid)).to.include({ state: 'error', finished: true });
  });

  it('says that the node is gone from Ironic', async () => {
    const node = bench.enroll(data);
    await bench.startAndWait(node.uuid);
    bench.ironic.removeNode(node.uuid);
    expect(await bench.post(data)).to.deep.equal({
      status: 404,
      body: { error: { message: 'Node <uuid> was not found in Ironic' } },
    });
    expect(await bench.status(node.uuid)).to.include({ state: 'error' });
  });

  it('fails the introspection when the machine cannot be powered off', async () => {
    const node = bench.enroll(data);
    await bench.startAndWait(node.uuid);
    bench.ironic.fail({ match: { path: '/states/power' }, status: 400, text: 'no power' });
    expect((await bench.post(data)).status).to.equal(200);
    const { error, state } = await bench.finished(node.uuid);
    expect(state).to.equal('error');
    expect(error).to.match(
      new RegExp(
        `^Failed to power off node ${node.uuid}, check its power management configuration: .*no power`,
      ),
    );
  });

  it('does not mind a failed power off of a node that is only being enrolled', async () => {
    const node = bench.enroll(data, { provision_state: 'enroll' });
    await bench.startAndWait(node.uuid);
    bench.ironic.fail({ match: { path: '/states/power' }, status: 400, text: 'no power' });
    await bench.post(data);
    expect(await bench.finished(node.uuid)).to.include({ state: 'finished', error: null });
  });
});
