import { expect } from 'chai';
import { hookSuite, packageSuite } from '@inspector/test-kit';
import lldpBasic from '../src/lldp-basic.js';
import localLinkConnection from '../src/local-link-connection.js';

const mac = '52:54:00:aa:00:01';
const lldp = [
  [1, '0402005e001122'],
  [2, '054574683031'],
];
const data = {
  inventory: { interfaces: [{ name: 'eth0', mac_address: mac, lldp }] },
  all_interfaces: { eth0: { mac } },
};

packageSuite({ describe, it, folder: new URL('..', import.meta.url) });
hookSuite({ describe, it, definition: lldpBasic, run: { data } });
hookSuite({ describe, it, definition: localLinkConnection, run: { data, ports: [mac] } });

describe('the hooks of LLDP', () => {
  it('go by the names Ironic has for them', () => {
    expect(lldpBasic.aliases).to.deep.equal(['parse-lldp']);
    expect(localLinkConnection.aliases ?? []).to.deep.equal([]);
  });
});
