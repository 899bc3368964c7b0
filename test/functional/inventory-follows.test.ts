import { expect } from 'chai';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bench, eventually, payload } from './harness.js';

describe('an inventory that follows introspections', function () {
  this.timeout(60_000);
  let folder: string;
  let bench: Bench;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-follows-'));
    bench = await Bench.start({
      inventory: { generate: { afterIntrospection: true } },
      plugins: { 'inventory-filesystem': { directory: folder } },
    });
  });
  after(async () => {
    await bench.close();
    await rm(folder, { recursive: true });
  });

  const inventory = (): Promise<string> =>
    readFile(join(folder, 'openstack_inventory.json'), 'utf8').catch(() => '');

  it('has a node soon after its introspection, and says who wrote it', async () => {
    const data = await payload('kvm-2nic-extra-hardware');
    const { uuid } = bench.enroll(data, { name: 'follows-1' });
    await bench.startAndWait(uuid);
    await bench.post(data);
    await bench.finished(uuid);
    const text = await eventually(
      inventory,
      (found) => found.includes('"follows-1"'),
      'the inventory',
      30_000,
    );
    expect(text).to.include(`"inspector_node_uuid": "${uuid}"`);
    const journal = await readFile(join(folder, 'openstack_inventory.log.jsonl'), 'utf8');
    expect(journal).to.include('"introspections have ended"').and.include('"inspector"');
  });
});
