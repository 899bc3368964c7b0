import { expect } from 'chai';
import type { Json, JsonObject } from '@inspector/plugin-api';
import { runHook, type HookResult } from '@inspector/test-kit';
import pciDevices from '../src/index.js';

const GPU = { vendor_id: '10de', product_id: '1db4', name: 'gpu' };
const OTHER_GPU = { vendor_id: '10de', product_id: '1eb8', name: 'gpu' };
const NIC = { vendor_id: '8086', product_id: '1572', name: 'nic' };
const device = (vendor_id: Json, product_id: Json): JsonObject => ({
  vendor_id,
  product_id,
  bus: '0000:01:00.0',
});
const run = (alias: Json, devices?: Json, present = ''): Promise<HookResult> =>
  runHook(pciDevices, {
    options: { alias },
    data: devices === undefined ? {} : { pci_devices: devices },
    node: { properties: { capabilities: present } },
  });
const textOf = ({ node }: HookResult): unknown => node.properties?.['capabilities'];

describe('pci_devices', () => {
  it('counts devices by alias and merges the counts', async () => {
    const devices = [
      device('10de', '1db4'),
      device('8086', '1572'),
      device('10de', '1db4'),
      device('1af4', '1000'),
    ];
    const result = await run([GPU, NIC], devices, 'boot_mode:uefi,gpu:9');
    expect(textOf(result)).to.equal('boot_mode:uefi,gpu:2,nic:1');
    expect(result.changes.nodeRequests).to.equal(1);
  });

  it('sets nothing for an alias without a device', async () => {
    const result = await run([GPU, NIC], [device('8086', '1572')], 'gpu:3');
    expect(textOf(result)).to.equal('gpu:3,nic:1');
  });

  it('adds up the devices of several aliases with one name', async () => {
    expect(textOf(await run([GPU, OTHER_GPU], [device('10de', '1db4'), device('10de', '1eb8')]))).to.equal(
      'gpu:2',
    );
  });

  it('counts a device once although its alias is written twice', async () => {
    expect(textOf(await run([GPU, GPU], [device('10de', '1db4')]))).to.equal('gpu:1');
  });

  it('accepts the JSON text of an alias, alone or in a list', async () => {
    const text = JSON.stringify(GPU);
    expect(textOf(await run([text], [device('10de', '1db4')]))).to.equal('gpu:1');
    expect(textOf(await run(text, [device('10de', '1db4')]))).to.equal('gpu:1');
    expect(textOf(await run(GPU, [device('10de', '1db4')]))).to.equal('gpu:1');
  });

  const near: [string, JsonObject][] = [
    ['another product', device('10de', '1db5')],
    ['another vendor', device('10df', '1db4')],
    ['upper case', device('10DE', '1DB4')],
    ['a prefix', device('0x10de', '0x1db4')],
    ['numbers', device(10, 1)],
    ['no product', { vendor_id: '10de' }],
  ];
  for (const [title, other] of near) {
    it(`does not count ${title}`, async () => {
      expect((await run([GPU], [other])).changes.nodeRequests).to.equal(0);
    });
  }

  it('passes over items that are no objects', async () => {
    expect(textOf(await run([GPU], [null, 'x', 5, [], device('10de', '1db4')]))).to.equal('gpu:1');
  });

  const malformed: Json[] = [
    'not json',
    '"text"',
    { vendor_id: '10de', product_id: '1db4' },
    { ...GPU, numa_policy: 'x' },
    { vendor_id: '10de', product_id: '1db4', label: 'gpu' },
    { vendor_id: 10, product_id: '1db4', name: 'gpu' },
    { vendor_id: '10de', product_id: null, name: 'gpu' },
    { vendor_id: '10de', product_id: '1db4', name: '' },
  ];
  for (const alias of malformed) {
    it(`logs and ignores the alias ${JSON.stringify(alias)}`, async () => {
      const result = await run([alias, NIC], [device('10de', '1db4'), device('8086', '1572')]);
      expect(textOf(result)).to.equal('nic:1');
      expect(result.log.messages('error')).to.have.length(1);
    });
  }

  it('warns when there are aliases but no devices in the data', async () => {
    expect((await run([GPU])).log.messages('warn')).to.have.length(1);
    expect((await run([])).log.messages('warn')).to.have.length(0);
    expect((await run([GPU], [])).log.messages('warn')).to.have.length(0);
  });

  for (const devices of [null, 'x', {}] as Json[]) {
    it(`changes nothing when the devices are ${JSON.stringify(devices)}`, async () => {
      expect((await run([GPU], devices)).changes.nodeRequests).to.equal(0);
    });
  }
});
