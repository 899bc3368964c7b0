import { expect } from 'chai';
import type { Json, JsonObject } from '@inspector/plugin-api';
import { runHook, type HookResult } from '@inspector/test-kit';
import rootDiskSelection from '../src/root-disk-selection.js';
import { failureOf } from './failure-of.js';
import { payload } from './payload.js';

const GIB = 2 ** 30;
const DISKS: JsonObject[] = [
  { name: '/dev/sda', size: 100 * GIB, rotational: true },
  { name: '/dev/sdb', size: 931.5 * GIB, rotational: false },
  { name: '/dev/sdc', size: 931.5 * GIB, rotational: false },
];
const run = (
  properties: JsonObject,
  processing = {},
  data = payload({ disks: DISKS }),
): Promise<HookResult> => runHook(rootDiskSelection, { data, node: { properties }, service: { processing } });

describe('root_disk_selection', () => {
  it('keeps the disk of the ramdisk when the node has no hints', async () => {
    const { data, node } = await run({ skip_block_devices: [{ name: '/dev/sda' }] });
    expect(data['root_disk']).to.deep.equal({ name: '/dev/sda', size: 500 * GIB });
    expect((data['inventory'] as JsonObject)['disks']).to.have.length(3);
    expect(data['local_gb']).to.equal(499);
    expect(node.properties).to.include({ local_gb: '499' });
  });

  it('takes empty hints for none', async () => {
    expect((await run({ root_device: {} })).data['root_disk']).to.include({ size: 500 * GIB });
  });

  it('chooses the first disk that satisfies the hints', async () => {
    const { data, node } = await run({ root_device: { size: '> 100', rotational: false } });
    expect(data['root_disk']).to.deep.equal(DISKS[1]);
    expect(node.properties).to.include({ local_gb: '930' });
  });

  it('fails when no disk satisfies them', async () => {
    const failure = await failureOf(run({ root_device: { size: 50 } }));
    expect(failure).to.deep.equal([400, 'No disks satisfied root device hints']);
  });

  it('fails on a machine without disks', async () => {
    const failure = await failureOf(run({ root_device: { size: 50 } }, {}, payload({ disks: [] })));
    expect(failure[1]).to.equal('No disks satisfied root device hints');
  });

  it('says why hints are not valid', async () => {
    const failure = await failureOf(run({ root_device: { size: 'big' } }));
    expect(failure).to.deep.equal([
      400,
      'No disks could be found using the root device hints {"size":"big"} because they failed to validate. ' +
        'Error: Root device hint "size" is not an integer value. Current value: big',
    ]);
  });

  it('leaves out the disks to skip, and shows so in the data', async () => {
    const { data } = await run({
      root_device: { size: '> 1' },
      skip_block_devices: [{ name: '/dev/sda' }, { name: '<in> sdb' }],
    });
    expect(data['root_disk']).to.deep.equal(DISKS[2]);
    expect((data['inventory'] as JsonObject)['disks']).to.deep.equal([DISKS[2]]);
  });

  it('passes over the names of software RAID volumes to skip', async () => {
    const skip = [{ volume_name: 'large' }, { name: '/dev/sda' }];
    const { data } = await run({ root_device: { size: '> 1' }, skip_block_devices: skip });
    expect(data['root_disk']).to.deep.equal(DISKS[1]);
  });

  for (const hint of ['nvme', 's== nvme']) {
    it(`chooses by the bus: ${hint}`, async () => {
      const disks = [
        { name: '/dev/sda', model: 'Card Reader', size: 0, rotational: false, tran: 'usb' },
        { name: '/dev/nvme0n1', model: 'Example NVMe', size: 1600321314816, serial: 'S-1', tran: 'nvme' },
      ];
      const { data } = await run({ root_device: { tran: hint } }, {}, payload({ disks }));
      expect(data['root_disk']).to.include({ name: '/dev/nvme0n1' });
    });
  }

  it('skips every disk that a hint to skip matches', async () => {
    const { data } = await run({ root_device: { size: '> 1' }, skip_block_devices: [{ rotational: false }] });
    expect((data['inventory'] as JsonObject)['disks']).to.deep.equal([DISKS[0]]);
  });

  for (const skip of [[{ size: 'big' }], ['sda'], 'sda'] as Json[]) {
    it(`reports hints to skip that are not valid: ${JSON.stringify(skip)}`, async () => {
      const failure = await failureOf(run({ root_device: { size: 100 }, skip_block_devices: skip }));
      expect(failure[0]).to.equal(400);
      expect(failure[1]).to.match(
        /^No disks could be found using the root device hints .* failed to validate/,
      );
    });
  }

  it('keeps disks without a name', async () => {
    const disks = [{ size: 5 * GIB }, { name: 'sdb', size: 10 * GIB }];
    const { data } = await run(
      { root_device: { size: 5 }, skip_block_devices: [{ name: 'sdb' }] },
      {},
      payload({ disks }),
    );
    expect(data['root_disk']).to.deep.equal(disks[0]);
  });

  const sizes: [string, Json | undefined, boolean, number][] = [
    ['leaves 1 GiB for partitioning', { size: 10 * GIB }, true, 9],
    ['leaves nothing when not asked to', { size: 10 * GIB }, false, 10],
    ['rounds down', { size: 10 * GIB - 1 }, false, 9],
    ['keeps a single GiB', { size: GIB }, false, 1],
    ['has nothing left of 1 GiB', { size: GIB }, true, 0],
    ['gives 0 below 1 GiB', { size: GIB - 1 }, true, 0],
    ['gives 0 without size', { name: 'sda' }, true, 0],
    ['gives 0 for a size that is no number', { size: 'big' }, true, 0],
    ['gives 0 for a size beyond all numbers', { size: JSON.parse('1e999') as number }, true, 0],
    ['gives 0 without root disk', null, true, 0],
    ['gives 0 for a root disk that is no object', 'sda', true, 0],
  ];
  for (const [title, rootDisk, diskPartitioningSpacing, gb] of sizes) {
    it(`local_gb ${title}`, async () => {
      const data = payload({}, { root_disk: rootDisk ?? null });
      const result = await run({}, { diskPartitioningSpacing }, data);
      expect(result.data['local_gb']).to.equal(gb);
      expect(result.node.properties).to.include({ local_gb: String(gb) });
    });
  }

  it('warns about a root disk that is too small or has no size', async () => {
    const { log } = await run({}, {}, payload({}, { root_disk: { size: 5 } }));
    expect(log.messages('warn')).to.have.length(1);
  });

  it('without overwriting keeps a local_gb that is set, and still puts the number into the data', async () => {
    const { data, node, changes } = await run({ local_gb: '7' }, { overwriteExisting: false });
    expect(node.properties).to.include({ local_gb: '7' });
    expect(changes.nodeRequests).to.equal(0);
    expect(data['local_gb']).to.equal(499);
  });

  it('without overwriting sets a local_gb that is not set', async () => {
    expect((await run({ local_gb: '' }, { overwriteExisting: false })).node.properties).to.include({
      local_gb: '499',
    });
  });

  it('overwrites otherwise', async () => {
    expect((await run({ local_gb: '7' })).node.properties).to.include({ local_gb: '499' });
  });

  it('needs an inventory with network cards', async () => {
    const failure = await failureOf(run({}, {}, payload({ interfaces: [] })));
    expect(failure).to.deep.equal([400, 'No network interfaces provided in the inventory']);
  });

  it('counts a disk beyond what a number holds exactly to the last GiB', async () => {
    const sizes: [bytes: Json, gib: Json][] = [
      [2n ** 63n, 2 ** 33 - 1],
      [9007199254740993n, 2 ** 23 - 1],
      [2n ** 100n + 1n, 2n ** 70n - 1n],
      [-(2n ** 64n), 0],
    ];
    for (const [size, gib] of sizes) {
      const { data, node } = await run({}, {}, payload({}, { root_disk: { name: '/dev/sda', size } }));
      expect(data['local_gb']).to.equal(gib);
      expect(node.properties).to.include({ local_gb: String(gib) });
    }
  });
});
