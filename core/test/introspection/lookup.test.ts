import { expect } from 'chai';
import { InspectorError, type LookupAttribute } from '@inspector/plugin-api';
import { findNode, lookupKeys } from '../../src/introspection/lookup.js';

const quiet = { info: () => undefined };
const [ONE, TWO] = ['52:54:00:00:00:01', '52:54:00:00:00:02'];

describe('the keys in posted data', () => {
  it('are the addresses of the BMC, IPv4 first, and the MACs of all cards', () => {
    const inventory = { bmc_address: '192.0.2.7', bmc_v6address: '2001:DB8::1' };
    const cards = { eth0: { mac: ONE.toUpperCase() }, eth1: { mac: TWO }, odd: { mac: 5 } };
    expect(lookupKeys({ inventory, all_interfaces: cards })).to.deep.equal({
      bmcAddresses: ['192.0.2.7', '2001:db8::1'],
      macs: [ONE, TWO],
    });
  });

  it('are no numbers, of whatever size', () => {
    const big = 2n ** 64n;
    const data = {
      inventory: { bmc_address: big, bmc_v6address: big },
      all_interfaces: { eth0: { mac: big }, odd: big },
    };
    expect(lookupKeys(data)).to.deep.equal({ bmcAddresses: [], macs: [] });
  });
});

describe('addresses that many machines have', () => {
  it('are no keys', () => {
    const cards = {
      dummy0: { mac: '00:00:00:00:00:00' },
      group: { mac: '33:33:00:00:00:01' },
      usb0: { mac: 'BE:3A:F2:B6:05:9F' },
      eth0: { mac: ONE },
    };
    expect(lookupKeys({ all_interfaces: cards }).macs).to.deep.equal([ONE]);
  });
});

describe('the node that shares most with them', () => {
  /** Attributes in the database: node to values. */
  const find = (known: Record<string, readonly string[]>, macs: string[], bmcAddresses: string[] = []) => {
    const asked: LookupAttribute[] = [];
    const findByAttributes = async (attributes: readonly LookupAttribute[]) => {
      asked.push(...attributes);
      return Object.entries(known).flatMap(([nodeUuid, values]) =>
        attributes.filter(({ value }) => values.includes(value)).map((match) => ({ nodeUuid, ...match })),
      );
    };
    const lines: string[] = [];
    const log = { info: (first: object | string) => void lines.push(String(first)) };
    return { asked, lines, found: findNode({ macs, bmcAddresses }, { findByAttributes }, log) };
  };

  it('is found by how many of them it has', async () => {
    const { asked, found } = find({ a: [ONE], b: [ONE, '192.0.2.7'] }, [ONE, TWO], ['192.0.2.7']);
    expect(await found).to.equal('b');
    expect(asked).to.deep.equal([
      { name: 'bmc_address', value: '192.0.2.7' },
      { name: 'mac', value: ONE },
      { name: 'mac', value: TWO },
    ]);
  });

  it('is nobody when nobody has any', async () => {
    expect(await find({ a: [TWO] }, [ONE]).found).to.equal(undefined);
  });

  it('is nobody for data without keys, which the database is not asked for', async () => {
    const { asked, found } = find({ a: [ONE] }, []);
    expect([await found, asked]).to.deep.equal([undefined, []]);
    const refuse = () => Promise.reject(new Error('asked'));
    expect(await findNode({ macs: [], bmcAddresses: [] }, { findByAttributes: refuse }, quiet)).to.equal(
      undefined,
    );
  });

  it('cannot be told when several have equally many', async () => {
    const { found } = find({ b: [ONE], a: [TWO], c: [] }, [ONE, TWO], ['192.0.2.7']);
    const error: unknown = await found.catch((reason: unknown) => reason);
    expect(InspectorError.is(error) && error.code).to.equal('INSP_LOOKUP_FAILED');
    expect((error as Error).message).to.equal(
      `Multiple nodes match the same number of attributes {'bmc_address': ['192.0.2.7'], 'mac': ['${ONE}', '${TWO}']}: a, b` +
        `. Of these, node a has MAC ${TWO}; node b has MAC ${ONE}`,
    );
  });

  it('names a few of very many shared addresses', async () => {
    const macs = Array.from({ length: 40 }, (_, index) => `52:54:00:00:01:${String(index + 10)}`);
    const error: unknown = await find({ a: macs, b: macs }, macs).found.catch((reason: unknown) => reason);
    expect((error as Error).message).to.include(`node a has MAC ${macs[0]}, MAC ${macs[1]}, `);
    expect((error as Error).message).to.match(/ and 35 more; node b has [^;]* and 35 more$/);
  });

  it('is said to rest on one address that software has chosen', async () => {
    const { lines, found } = find({ a: [ONE] }, [ONE, TWO]);
    expect(await found).to.equal('a');
    expect(lines).to.deep.equal([
      `[node: a] recognised only by MAC ${ONE}, which software has chosen: another machine may have the same`,
    ]);
  });

  for (const [title, known, macs, bmc] of [
    ['the address its maker gave a card', ['3c:ec:ef:00:00:01'], ['3c:ec:ef:00:00:01'], []],
    ['two addresses', [ONE, TWO], [ONE, TWO], []],
    ['the address of a BMC', ['192.0.2.7'], [ONE], ['192.0.2.7']],
  ] as const) {
    it(`is found without a word by ${title}`, async () => {
      const { lines, found } = find({ a: known }, [...macs], [...bmc]);
      expect([await found, lines]).to.deep.equal(['a', []]);
    });
  }
});
