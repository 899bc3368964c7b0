import { expect } from 'chai';
import { BmcResolver } from '../../src/baremetal/bmc-resolver.js';

const FIELDS = ['ipmi_address', 'redfish_address'];

/** A resolver over a table of names, with what it was asked and a clock to move. */
function resolver(table: Readonly<Record<string, readonly string[]>> = {}) {
  const asked: string[] = [];
  const clock = { time: 0 };
  const bmc = new BmcResolver(
    FIELDS,
    async (host) => {
      asked.push(host);
      const addresses = table[host];
      if (!addresses) throw new Error(`ENOTFOUND ${host}`);
      return addresses;
    },
    () => clock.time,
  );
  const of = (address: string) => bmc.addressesOf({ driver_info: { ipmi_address: address } });
  return { of, asked, clock, bmc };
}

describe('addresses of a BMC', () => {
  const literals: [string, string[]][] = [
    ['192.0.2.3', ['192.0.2.3']],
    ['[2001:DB8::5]', ['2001:db8::5']],
    ['https://[2001:db8::5]:8443/redfish', ['2001:db8::5']],
    ['https://192.0.2.3/redfish/v1', ['192.0.2.3']],
    ['127.0.0.1', []],
    ['::1', []],
  ];
  for (const [text, expected] of literals) {
    it(`of ${text} are ${JSON.stringify(expected)}, without a look-up`, async () => {
      const { of, asked } = resolver();
      expect(await of(text)).to.deep.equal(expected);
      expect(asked).to.deep.equal([]);
    });
  }

  it('are the last of each family, IPv4 first, without loopback', async () => {
    const { of } = resolver({ bmc: ['2001:db8::1', '192.0.2.1', '127.0.0.1', '2001:db8::2', '192.0.2.2'] });
    expect(await of('bmc')).to.deep.equal(['192.0.2.2', '2001:db8::2']);
  });

  it('are none for a name that does not resolve, and for a node without one', async () => {
    const { of, bmc } = resolver();
    expect(await of('nowhere')).to.deep.equal([]);
    expect(await bmc.addressesOf({})).to.deep.equal([]);
  });

  it('are asked for once a minute, however often they are needed', async () => {
    const { of, asked, clock } = resolver({ bmc: ['192.0.2.1'] });
    await Promise.all([of('bmc'), of('bmc')]);
    clock.time = 59_999;
    await of('bmc');
    expect(asked).to.have.lengthOf(1);
    clock.time = 60_000;
    await of('bmc');
    expect(asked).to.have.lengthOf(2);
  });

  it('are kept for ten thousand names, the oldest go', async () => {
    const { of, asked } = resolver();
    for (let index = 0; index <= 10_000; index++) await of(`bmc-${index}`);
    asked.length = 0;
    await of('bmc-10000');
    await of('bmc-1');
    await of('bmc-0');
    expect(asked).to.deep.equal(['bmc-0']);
  });
});
