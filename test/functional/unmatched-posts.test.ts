import { expect } from 'chai';
import type { JsonObject } from '@inspector/plugin-api';
import { Bench, eventually, payload } from './harness.js';

/** The value of a metric, with its labels as written. */
const valueIn = (text: string, name: string): number =>
  Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.slice(name.length + 1) ?? Number.NaN,
  );

describe('a machine whose port has a wrong MAC address', () => {
  let bench: Bench;
  let data: JsonObject;
  beforeEach(async () => {
    bench = await Bench.start();
    data = await payload();
  });
  afterEach(() => bench.close());
  const metrics = async () => (await fetch(`${bench.url}/metrics`)).text();
  const unmatched = async () =>
    (await bench.request('GET', '/v1/unmatched')).body['unmatched'] as JsonObject[];

  it('is listed with the node that it was meant for, and shows in the metrics', async () => {
    const { uuid } = bench.ironic.addNode({ provision_state: 'manageable', driver_info: {} });
    bench.ironic.addPort({ node_uuid: uuid, address: '52:54:00:4e:3d:31' });
    await bench.startAndWait(uuid);
    expect((await bench.post(data)).status).to.equal(400);

    const [machine, ...others] = await eventually(unmatched, (list) => list.length > 0, 'the list');
    expect(others).to.deep.equal([]);
    expect(machine).to.include({ address: '127.0.0.1', posts: 1 });
    expect(machine?.['macs']).to.include('52:54:00:4e:3d:30');
    expect(machine?.['reason']).to.match(/^Look up error: Could not find a node for attributes/);
    expect(machine?.['nearest']).to.deep.include({ uuid });
    const text = await metrics();
    expect(valueIn(text, 'inspector_unmatched_posts_total{kept="yes"}')).to.equal(1);
    expect(valueIn(text, 'inspector_introspections{state="waiting"}')).to.equal(1);
  });

  it('counts introspections that end, with their duration, and why others fail', async () => {
    const node = bench.enroll(data);
    await bench.startAndWait(node.uuid);
    await bench.post(data);
    await bench.finished(node.uuid);
    await bench.startAndWait(node.uuid);
    await bench.request('POST', `/v1/introspection/${node.uuid}/abort`);
    await bench.finished(node.uuid);
    const text = await metrics();
    expect(valueIn(text, 'inspector_introspections_total{outcome="finished"}')).to.equal(1);
    expect(valueIn(text, 'inspector_introspection_seconds_count{outcome="finished"}')).to.equal(1);
    expect(valueIn(text, 'inspector_introspection_failures_total{reason="abort"}')).to.equal(1);
    expect(valueIn(text, 'inspector_introspections{state="error"}')).to.equal(1);
    expect(valueIn(text, 'inspector_storage_seconds_count{operation="save",outcome="ok"}')).to.equal(2);
    expect(text).to.match(/^inspector_pxe_filter_last_sync_timestamp_seconds\{driver="\w+"\} \d/m);
    // Services are told apart up to a number, which all tests of this process share.
    expect(text).to.match(/^inspector_peer_request_seconds_count\{peer="[^"]+",status="200"\} \d+$/m);
  });
});
