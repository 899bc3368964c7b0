import type { JsonObject } from '@inspector/plugin-api';
import { expect } from 'chai';
import { Bench, payload } from './harness.js';

const NOTHING = { status: 404, body: { error: { message: 'Resource could not be found.' } } };

describe('a service that tells strangers nothing', () => {
  let bench: Bench;
  let data: JsonObject;
  beforeEach(async () => {
    bench = await Bench.start({ processing: { quietLookup: true } });
    data = await payload();
  });
  afterEach(() => bench.close());

  it('answers the same to data of nobody, of a node that does not wait, and of two nodes', async () => {
    expect(await bench.post(data)).to.deep.equal(NOTHING);
    const node = bench.enroll(data);
    expect(await bench.post(data)).to.deep.equal(NOTHING);
    await bench.startAndWait(node.uuid);
    const { uuid } = bench.ironic.addNode({ driver_info: { ipmi_address: '192.0.2.251' } });
    const [, second] = ((data['inventory'] as JsonObject)['interfaces'] as JsonObject[]).concat({
      name: 'eno9',
      mac_address: '52:54:00:00:99:99',
    });
    bench.ironic.addPort({ node_uuid: uuid, address: String(second?.['mac_address']) });
    await bench.startAndWait(uuid);
    const both = {
      inventory: {
        ...(data['inventory'] as JsonObject),
        bmc_address: null,
        interfaces: [
          ...((data['inventory'] as JsonObject)['interfaces'] as JsonObject[]).slice(0, 1),
          { ...second, has_carrier: true, ipv4_address: '192.0.2.9', lldp: [] },
        ],
      },
    };
    expect(await bench.post({ ...data, ...both })).to.deep.equal(NOTHING);

    const reasons = bench.log.join('');
    expect(reasons).to.include('Could not find a node for attributes').and.include('Multiple nodes match');
  });

  it('serves the node that waits', async () => {
    const node = bench.enroll(data);
    await bench.startAndWait(node.uuid);
    expect((await bench.post(data)).status).to.equal(200);
    await bench.finished(node.uuid);
  });
});
