import { expect } from 'chai';
import { hookSuite, packageSuite } from '@inspector/test-kit';
import physnetCidrMap from '../src/index.js';

const mac = '52:54:00:aa:00:01';

packageSuite({ describe, it, folder: new URL('..', import.meta.url) });
hookSuite({
  describe,
  it,
  definition: physnetCidrMap,
  run: {
    data: {
      inventory: { interfaces: [{ name: 'eth0', mac_address: mac, ipv4_address: '192.0.2.5' }] },
      all_interfaces: { eth0: { mac } },
    },
    ports: [mac],
    options: { cidrMap: ['192.0.2.0/24:lab'] },
  },
});

describe('physnet_cidr_map', () => {
  it('goes by the name Ironic has for it', () => {
    expect(physnetCidrMap.aliases).to.deep.equal(['physical-network']);
  });
});
