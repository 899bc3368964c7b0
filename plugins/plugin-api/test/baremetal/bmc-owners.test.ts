import { expect } from 'chai';
import { BmcOwners } from '../../src/baremetal/bmc-owners.js';
import type { BareMetalNode } from '../../src/baremetal/types.js';

describe('the owners of BMC addresses', () => {
  /** Owners whose listings end when they are told to. */
  const slow = () => {
    const listings: ((nodes: BareMetalNode[]) => void)[] = [];
    const listNodes = (): Promise<BareMetalNode[]> => new Promise((resolve) => listings.push(resolve));
    const addressesOf = async ({ driver_info: info }: Pick<BareMetalNode, 'driver_info'>) => [
      String(info?.['address']),
    ];
    return { listings, owners: new BmcOwners({ listNodes }, { addressesOf }) };
  };
  const node = (uuid: string, address: string): BareMetalNode => ({ uuid, driver_info: { address } });
  const settled = (): Promise<void> => new Promise(setImmediate);

  it('are all nodes that have one of the addresses', async () => {
    const { listings, owners } = slow();
    const found = owners.of(['192.0.2.1', '192.0.2.3', '192.0.2.9']);
    listings[0]?.([node('a', '192.0.2.1'), node('b', '192.0.2.2'), node('c', '192.0.2.3')]);
    expect(await found).to.deep.equal(['a', 'c']);
  });

  it('are listed once for all who ask while a listing goes on, and not from that one', async () => {
    const { listings, owners } = slow();
    const first = owners.of(['192.0.2.1']);
    const others = [1, 2, 3].map(() => owners.of(['192.0.2.1']));
    expect(listings).to.have.length(1);
    listings[0]?.([]);
    expect(await first).to.deep.equal([]);
    await settled();
    expect(listings).to.have.length(2);
    listings[1]?.([node('new', '192.0.2.1')]);
    expect(await Promise.all(others)).to.deep.equal([['new'], ['new'], ['new']]);
  });

  it('are asked for again after a listing that failed', async () => {
    let failures = 1;
    const listNodes = async (): Promise<BareMetalNode[]> => {
      if (failures-- > 0) throw new Error('away');
      return [node('a', '192.0.2.1')];
    };
    const owners = new BmcOwners({ listNodes }, { addressesOf: async () => ['192.0.2.1'] });
    const [failed, later] = await Promise.allSettled([owners.of(['192.0.2.1']), owners.of(['192.0.2.1'])]);
    expect(failed?.status).to.equal('rejected');
    expect(later).to.deep.equal({ status: 'fulfilled', value: ['a'] });
  });
});
