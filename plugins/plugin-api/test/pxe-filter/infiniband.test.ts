import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { macOfClientId, readEoibNeighbours } from '../../src/pxe-filter/infiniband.js';

const CLIENT_ID = 'ff:00:00:00:00:00:02:00:00:02:c9:00:0c:42:a1:03:00:11:22:33';

describe('Ethernet over InfiniBand neighbours', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'inspector-eoib-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  async function neighbours(files: Record<string, string>, interfaces = Object.keys(files)) {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(join(root, name, 'eth'), { recursive: true });
      await writeFile(join(root, name, 'eth', 'neighs'), text);
    }
    const unreadable: string[] = [];
    const found = await readEoibNeighbours(interfaces, (path) => unreadable.push(path), root);
    return { found, unreadable };
  }

  it('finds the Ethernet MAC of a port by the last eight octets of its client id', async () => {
    const { found } = await neighbours({
      eth4: 'EMAC=02:00:03:5a:00:07 IMAC=5a:fe:80:00:00:00:00:00:00:0c:42:a1:03:00:11:22:33\n',
    });
    expect(macOfClientId(found, CLIENT_ID)).to.equal('02:00:03:5a:00:07');
    expect(macOfClientId(found, CLIENT_ID.toUpperCase())).to.equal('02:00:03:5a:00:07');
  });

  it('reads lines that name the slave first', async () => {
    const { found } = await neighbours({
      eth4: 'SLAVE=ib0        EMAC=02:00:00:00:00:09 IMAC=5a:fe:80:00:0c:42:a1:03:00:11:22:33\n',
    });
    expect(macOfClientId(found, CLIENT_ID)).to.equal('02:00:00:00:00:09');
  });

  it('takes the first neighbour of several, over all interfaces in their order', async () => {
    const guid = '0c:42:a1:03:00:11:22:33';
    const { found } = await neighbours(
      {
        eth4: `EMAC=02:00:00:00:00:01 IMAC=5a:fe:${guid}\nEMAC=02:00:00:00:00:02 IMAC=5a:fe:${guid}\n`,
        eth5: `EMAC=02:00:00:00:00:03 IMAC=5a:fe:${guid}\n`,
      },
      ['eth5', 'eth4'],
    );
    expect(macOfClientId(found, CLIENT_ID)).to.equal('02:00:00:00:00:03');
  });

  it('matches the GUID only at the end of a line and only literally', async () => {
    const { found } = await neighbours({
      eth4: [
        'EMAC=02:00:00:00:00:01 IMAC=0c:42:a1:03:00:11:22:33:00',
        'EMAC=02:00:00:00:00:02 IMAC=5a:fe:0c.42.a1.03.00.11.22.33',
        'EMAC=02:00:00:00:00:03 IMAC=5a:fe:0c:42:a1:03:00:11:22:33 LATER=1',
        'EMAC=nonsense IMAC=5a:fe:0c:42:a1:03:00:11:22:33',
      ].join('\n'),
    });
    expect(macOfClientId(found, CLIENT_ID)).to.equal(undefined);
  });

  it('reports an interface it cannot read and goes on with the others', async () => {
    const { found, unreadable } = await neighbours(
      { eth5: 'EMAC=02:00:00:00:00:03 IMAC=5a:fe:0c:42:a1:03:00:11:22:33\n' },
      ['gone', 'eth5'],
    );
    expect(unreadable).to.deep.equal([join(root, 'gone/eth/neighs')]);
    expect(macOfClientId(found, CLIENT_ID)).to.equal('02:00:00:00:00:03');
  });
});
