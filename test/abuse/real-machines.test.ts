import { expect } from 'chai';
import type { JsonObject } from '@inspector/plugin-api';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Bench, payload, ROOT } from '../functional/harness.js';

const hex = (number: number): string => number.toString(16).padStart(2, '0');

/** What the largest machines send. */
async function largeMachine(): Promise<JsonObject> {
  const data = await payload('kvm-2nic-extra-hardware');
  const inventory = data['inventory'] as JsonObject;
  const many = (count: number, make: (index: number) => JsonObject): JsonObject[] =>
    Array.from({ length: count }, (_, index) => make(index));
  inventory['interfaces'] = [
    ...(inventory['interfaces'] as JsonObject[]),
    ...many(40, (index) => ({
      name: `ens${String(index)}f0`,
      mac_address: `52:54:00:ff:00:${hex(index)}`,
      has_carrier: true,
      lldp: Array.from({ length: 30 }, (_, type) => [type + 1, 'ab'.repeat(100)]),
      vendor: '0x8086',
      product: '0x1572',
      client_id: null,
      biosdevname: null,
    })),
  ];
  inventory['disks'] = [
    ...(inventory['disks'] as JsonObject[]),
    ...many(120, (index) => ({
      name: `/dev/sd${String(index)}`,
      model: 'ST16000NM001G',
      size: 16_000_900_661_248,
      rotational: true,
      wwn: `0x5000c500${hex(index)}`,
      serial: `ZL2${String(index)}`,
      vendor: 'SEAGATE',
      by_path: `/dev/disk/by-path/pci-0000:3b:00.0-sas-phy${String(index)}-lun-0`,
    })),
  ];
  data['pci_devices'] = many(500, (index) => ({
    vendor_id: '8086',
    product_id: hex(index % 256),
    class: '020000',
    revision: '02',
    bus: `0000:${hex(index % 256)}:00.0`,
  }));
  return data;
}

describe('real machines', function () {
  this.timeout(60_000);
  let bench: Bench;
  before(async () => {
    bench = await Bench.start();
  });
  after(() => bench.close());

  const isIntrospected = async (data: JsonObject): Promise<void> => {
    const { uuid } = bench.enroll(data);
    await bench.startAndWait(uuid);
    expect(await bench.post(data)).to.deep.include({ status: 200, body: { uuid } });
    expect(await bench.finished(uuid, 30_000)).to.include({ state: 'finished', error: null });
    bench.ironic.removeNode(uuid);
  };

  it('pass the limits: all recorded inventories', async () => {
    for (const name of await readdir(join(ROOT, 'test/fixtures/inventories'))) {
      await isIntrospected(await payload(name.replace(/\.json$/, '')));
    }
  });

  it('pass the limits: 40 network cards with LLDP, 120 disks, 500 PCI devices', async () => {
    await isIntrospected(await largeMachine());
  });

  it('pass the limits: 20 MB of logs, which are 27 MB of base64', async () => {
    const logs = Buffer.alloc(20 * 1024 * 1024, 'log').toString('base64');
    await isIntrospected({ ...(await payload()), logs });
  });
});
