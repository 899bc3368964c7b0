import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readDhcpAddresses } from '../../src/pxe-filter/dhcp-address.js';
import { SHARED_DEFAULTS } from '../../src/pxe-filter/shared-options.js';

const A = '52:54:00:aa:00:01';
const GUID = '0c:42:a1:03:00:11:22:33';
const CLIENT_ID = `ff:00:00:00:00:00:02:00:00:02:c9:00:${GUID}`;

describe('address that the DHCP server sees of a port', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'inspector-dhcp-address-'));
    await mkdir(join(root, 'eth4/eth'), { recursive: true });
    await writeFile(join(root, 'eth4/eth/neighs'), `EMAC=02:00:03:5a:00:07 IMAC=5a:fe:80:00:${GUID}\n`);
  });
  afterEach(() => rm(root, { recursive: true }));

  async function addresses(ethoibInterfaces: readonly string[] = ['eth4']) {
    const unreadable: string[] = [];
    const service = { iptables: { ...SHARED_DEFAULTS.iptables, ethoibInterfaces } };
    const of = await readDhcpAddresses(service, (path) => unreadable.push(path), root);
    return { of, unreadable };
  }

  it('is the MAC the kernel has learned for the port of a client id', async () => {
    const { of } = await addresses();
    expect(of({ address: A, extra: { 'client-id': CLIENT_ID } })).to.equal('02:00:03:5a:00:07');
  });

  it('is the address of the port in lower case where there is no client id', async () => {
    const { of } = await addresses();
    expect(of({ address: A.toUpperCase() })).to.equal(A);
    expect(of({ address: A, extra: {} })).to.equal(A);
  });

  it('is the address of a port whose client id is unknown, short or no text', async () => {
    const { of } = await addresses();
    for (const id of ['aa:bb', 7, null, 'ff:ff:ff:ff:ff:ff:ff:ff']) {
      expect(of({ address: A, extra: { 'client-id': id } }), JSON.stringify(id)).to.equal(A);
    }
  });

  it('is nothing for a port whose address is no MAC', async () => {
    const { of } = await addresses();
    expect(of({ address: '../../etc/passwd', extra: { 'client-id': CLIENT_ID } })).to.equal(undefined);
  });

  it('is the own address where the kernel shows nothing, which is reported', async () => {
    const { of, unreadable } = await addresses(['gone']);
    expect(of({ address: A, extra: { 'client-id': CLIENT_ID } })).to.equal(A);
    expect(unreadable).to.deep.equal([join(root, 'gone/eth/neighs')]);
  });
});
