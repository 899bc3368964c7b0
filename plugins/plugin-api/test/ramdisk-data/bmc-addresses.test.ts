import { expect } from 'chai';
import type { JsonObject } from '../../src/json/types.js';
import { bmcAddresses, type BmcAddresses } from '../../src/ramdisk-data/bmc-addresses.js';

describe('bmcAddresses', () => {
  const rows: [string, JsonObject, BmcAddresses][] = [
    [
      'reads both keys of the inventory, canonical',
      { inventory: { bmc_address: '192.0.2.44', bmc_v6address: '2001:DB8:0::5' } },
      { ipv4: '192.0.2.44', ipv6: '2001:db8::5' },
    ],
    [
      'reads the old keys when the inventory has none',
      { inventory: {}, ipmi_address: '192.0.2.44', ipmi_v6address: '2001:db8::5' },
      { ipv4: '192.0.2.44', ipv6: '2001:db8::5' },
    ],
    [
      'does not read the old keys when the inventory has the new ones, even empty',
      {
        inventory: { bmc_address: null, bmc_v6address: '' },
        ipmi_address: '192.0.2.44',
        ipmi_v6address: '2001:db8::5',
      },
      {},
    ],
    [
      'takes 0.0.0.0 and ::/0 as unknown',
      { inventory: { bmc_address: '0.0.0.0', bmc_v6address: '::/0' } },
      {},
    ],
    ['takes :: and empty as unknown', { inventory: { bmc_address: '', bmc_v6address: '::' } }, {}],
    ['takes other texts as unknown', { inventory: { bmc_address: '../../etc', bmc_v6address: 7 } }, {}],
    [
      'goes by the family of the address',
      { inventory: { bmc_address: '2001:db8::5' } },
      { ipv6: '2001:db8::5' },
    ],
    [
      'survives an inventory that is a list',
      { inventory: [], ipmi_address: '192.0.2.1' },
      { ipv4: '192.0.2.1' },
    ],
    ['survives an inventory that is null', { inventory: null }, {}],
  ];
  for (const [title, data, expected] of rows) {
    it(title, () => {
      expect(bmcAddresses(data)).to.deep.equal(expected);
    });
  }
});
