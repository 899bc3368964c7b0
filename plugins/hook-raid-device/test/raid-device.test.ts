import { expect } from 'chai';
import type { Json, JsonObject } from '@inspector/plugin-api';
import { runHook, type HookResult } from '@inspector/test-kit';
import raidDevice from '../src/index.js';

const withDisks = (...serials: Json[]): JsonObject => ({
  inventory: { disks: serials.map((serial) => ({ serial })) },
});
const run = (data: JsonObject, extra: JsonObject = {}, properties: JsonObject = {}): Promise<HookResult> =>
  runHook(raidDevice, { data, node: { extra, properties } });

describe('raid_device', () => {
  for (const local_gb of [undefined, null, 0, '']) {
    it(`puts 1 GiB where local_gb is ${JSON.stringify(local_gb)}`, async () => {
      const { data } = await run({ ...withDisks('a'), ...(local_gb === undefined ? {} : { local_gb }) });
      expect(data['local_gb']).to.equal(1);
    });
  }

  it('keeps a local_gb that is there', async () => {
    expect((await run({ ...withDisks('a'), local_gb: 40 })).data['local_gb']).to.equal(40);
  });

  it('notes the serial numbers the first time', async () => {
    const { node, changes } = await run(withDisks('a', '', null, 5, 'b'));
    expect(node.extra).to.deep.equal({ block_devices: { serials: ['a', 'b'] } });
    expect(changes.node).to.have.length(1);
  });

  it('makes the one new disk the root device the second time, in one request', async () => {
    const { node, changes } = await run(withDisks('a', 'b', 'c'), {
      block_devices: { serials: ['a', 'b'] },
      kept: 1,
    });
    expect(node.properties).to.deep.include({ root_device: { serial: 'c' } });
    expect(node.extra).to.deep.equal({ kept: 1 });
    expect(changes.nodeRequests).to.equal(1);
    expect(changes.node.map(({ op, path }) => `${op} ${path}`)).to.deep.equal([
      'remove /extra/block_devices',
      'add /properties/root_device',
    ]);
  });

  it('counts a disk that is listed twice once', async () => {
    const { node } = await run(withDisks('a', 'c', 'c'), { block_devices: { serials: ['a'] } });
    expect(node.properties).to.deep.include({ root_device: { serial: 'c' } });
  });

  it('takes a note without serial numbers for no disks', async () => {
    const { node } = await run(withDisks('c'), { block_devices: {} });
    expect(node.properties).to.deep.include({ root_device: { serial: 'c' } });
  });

  for (const [title, disks] of [
    ['no disk is new', ['a']],
    ['several disks are new', ['a', 'b', 'c']],
  ] as [string, string[]][]) {
    it(`warns and changes nothing when ${title}`, async () => {
      const { changes, log } = await run(withDisks(...disks), { block_devices: { serials: ['a'] } });
      expect(changes.nodeRequests).to.equal(0);
      expect(log.messages('warn')).to.have.length(1);
    });
  }

  for (const root_device of [{ serial: 'z' }, {}, null]) {
    it(`does nothing when the root device is ${JSON.stringify(root_device)} already`, async () => {
      const { changes, log } = await run(
        withDisks('a', 'b'),
        { block_devices: { serials: ['a'] } },
        { root_device },
      );
      expect(changes.nodeRequests).to.equal(0);
      expect(log.messages('warn')).to.deep.equal([]);
    });
  }

  it('reads block_devices of old ramdisks', async () => {
    const { node } = await run({ block_devices: { serials: ['a', null, 'b'] } });
    expect(node.extra).to.deep.equal({ block_devices: { serials: ['a', 'b'] } });
  });

  it('reads them only when there is no inventory', async () => {
    const { node } = await run({ ...withDisks('i'), block_devices: { serials: ['a'] } });
    expect(node.extra).to.deep.equal({ block_devices: { serials: ['i'] } });
  });

  const nothing: JsonObject[] = [
    {},
    { inventory: null, block_devices: { serials: ['a'] } },
    { inventory: { disks: null } },
    { block_devices: null },
    { block_devices: { serials: 'a' } },
    { block_devices: { serials: ['', 5] } },
    withDisks(null),
  ];
  for (const data of nothing) {
    it(`warns and changes nothing without serial numbers: ${JSON.stringify(data)}`, async () => {
      const { changes, log } = await run(data);
      expect(changes.nodeRequests).to.equal(0);
      expect(log.messages('warn')).to.have.length(1);
    });
  }
});
