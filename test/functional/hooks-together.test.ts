import type { JsonObject } from '@inspector/plugin-api';
import { expect } from 'chai';
import { Bench, payload } from './harness.js';

describe('several hooks changing one port', () => {
  let bench: Bench;
  let data: JsonObject;
  beforeEach(async () => {
    bench = await Bench.start({
      processing: {
        processingHooks: [
          '$default_processing_hooks',
          'lldp_basic',
          'local_link_connection',
          'physnet_cidr_map',
        ],
        addPorts: 'all',
      },
      portPhysnet: { cidrMap: ['172.24.42.0/24:provisioning'] },
    });
    data = await payload();
  });
  afterEach(() => bench.close());

  const introspect = async (posted: JsonObject) => {
    const node = bench.ironic.addNode({ driver_info: { ipmi_address: '192.167.2.134' } });
    for (const address of ['52:54:00:47:20:4d', '52:54:00:4e:3d:30']) {
      bench.ironic.addPort({ node_uuid: node.uuid, address, pxe_enabled: address !== '52:54:00:4e:3d:30' });
    }
    await bench.startAndWait(node.uuid);
    bench.ironic.clearRequests();
    expect((await bench.post(posted)).status).to.equal(200);
    expect(await bench.finished(node.uuid)).to.include({ state: 'finished', error: null });
    return bench.ironic.portsOf(node.uuid).find(({ address }) => address === '52:54:00:4e:3d:30')!;
  };

  it('send one request for it', async () => {
    const interfaces = (data['inventory'] as JsonObject)['interfaces'] as JsonObject[];
    interfaces[1]!['lldp'] = [
      [1, '04112233aabbcc'],
      [2, '0545746865726e6574312f34'],
    ];
    const port = await introspect(data);
    expect(port).to.deep.include({
      pxe_enabled: true,
      physical_network: 'provisioning',
      local_link_connection: { switch_id: '11:22:33:aa:bb:cc', port_id: 'Ethernet1/4' },
    });
    const patches = bench.ironic.requestsMatching({ method: 'PATCH', path: port.uuid });
    expect(patches).to.have.lengthOf(1);
  });

  it('lose nothing when Ironic refuses what one of them found', async () => {
    // Only half of the switch is known, which Ironic does not accept.
    const port = await introspect(data);
    expect(port).to.deep.include({
      pxe_enabled: true,
      physical_network: 'provisioning',
      local_link_connection: {},
    });
  });
});
