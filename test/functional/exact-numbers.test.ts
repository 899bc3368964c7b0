import { readFile, readdir } from 'node:fs/promises';
import { expect } from 'chai';
import type { JsonObject } from '@inspector/plugin-api';
import { Bench, payload } from './harness.js';

const BIG = '18446744073709551616';
const INVENTORIES = new URL('../fixtures/inventories/', import.meta.url);

/** What no hook touches, in the forms JavaScript would write differently. */
const UNTOUCHED =
  `"counters":{"big":${BIG},"low":-9007199254740993,"one":1.0,"large":1e16,"zero":-0,"power":1E5,"tenth":0.10,` +
  `"list":[1.0,[${BIG},2.50],{"x":-0.0}]}`;

describe('numbers of ramdisk data', () => {
  let bench: Bench;
  let data: JsonObject;
  beforeEach(async () => {
    bench = await Bench.start({ processing: { storeData: 'database' } });
    data = await payload();
  });
  afterEach(() => bench.close());

  const posted = (): string => `${JSON.stringify(data).slice(0, -1)},${UNTOUCHED}}`;
  const stored = async (uuid: string, kind = ''): Promise<string> =>
    (await fetch(`${bench.url}/v1/introspection/${uuid}/data${kind}`)).text();
  const introspect = async (text: string): Promise<string> => {
    const { uuid } = bench.enroll(data);
    await bench.startAndWait(uuid);
    const { status, body } = await bench.post(text);
    expect(status, JSON.stringify(body)).to.equal(200);
    expect(await bench.finished(uuid)).to.include({ state: 'finished', error: null });
    return uuid;
  };
  const rule = (conditions: string, value: string): string =>
    `{"conditions":${conditions},"actions":[{"action":"set-attribute","path":"/extra/found","value":${value}}]}`;

  it('are stored in the processed data as they were written', async () => {
    const uuid = await introspect(posted());
    expect(await stored(uuid)).to.contain(UNTOUCHED);
    expect(await stored(uuid, '/unprocessed')).to.contain(UNTOUCHED);
  });

  it('are the same after the stored data were processed again, and after others were', async () => {
    const uuid = await introspect(posted());
    await bench.request('POST', `/v1/introspection/${uuid}/data/unprocessed`);
    await bench.finished(uuid);
    expect(await stored(uuid)).to.contain(UNTOUCHED);
    const others = posted().replaceAll(BIG, '36893488147419103232');
    await bench.request('POST', `/v1/introspection/${uuid}/data/unprocessed`, others);
    await bench.finished(uuid);
    expect(await stored(uuid)).to.contain(UNTOUCHED.replaceAll(BIG, '36893488147419103232'));
  });

  it('are compared and printed exactly by rules', async () => {
    const condition = (value: string): string =>
      `[{"field":"counters.big","op":"eq","value":${value}},{"field":"counters.big","op":"lt","value":18446744073709551617}]`;
    await bench.request('POST', '/v1/rules', rule(condition('18446744073709551615'), '"wrong"'));
    await bench.request(
      'POST',
      '/v1/rules',
      rule(condition(BIG), '"{data[counters][big]} {data[counters][one]}"'),
    );
    const uuid = await introspect(posted());
    expect(bench.ironic.node(uuid).extra).to.include({ found: `${BIG} 1.0` });
  });

  it('reach the bare metal service with every digit', async () => {
    await bench.request('POST', '/v1/rules', rule('[]', `[${BIG},-${BIG},7]`));
    const uuid = await introspect(posted());
    expect(bench.ironic.node(uuid).extra).to.deep.equal({ found: [2n ** 64n, -(2n ** 64n), 7] });
  });

  it('are exact in the dry run of a rule', async () => {
    const uuid = await introspect(posted());
    await bench.request(
      'POST',
      '/v1/rules',
      rule(`[{"field":"counters.big","op":"eq","value":${BIG}}]`, '"{data[counters][one]}"'),
    );
    const answer = await fetch(`${bench.url}/v1/rules/explain`, {
      method: 'POST',
      body: JSON.stringify({ node: uuid }),
    });
    const text = await answer.text();
    expect(text).to.contain(`"value":${BIG},"result":true`);
    expect(text).to.contain('"value":"1.0"');
  });

  it('of more digits than any number has are refused, and the machine can try again', async () => {
    const { uuid } = bench.enroll(data);
    await bench.startAndWait(uuid);
    const refused = await bench.post(`{"a":${'9'.repeat(4301)}}`);
    expect(refused.status).to.equal(400);
    expect(JSON.stringify(refused.body)).to.contain('Invalid data: a number has more than 4300 digits');
    expect((await bench.post(posted())).status).to.equal(200);
  });

  it('of real machines come out as they went in, but for what hooks change', async () => {
    const names = (await readdir(INVENTORIES)).filter((name) => name.endsWith('.json'));
    expect(names).not.to.have.lengthOf(0);
    for (const name of names) {
      const text = await readFile(new URL(name, INVENTORIES), 'utf8');
      data = JSON.parse(text) as JsonObject;
      const uuid = await introspect(text);
      const processed = JSON.parse(await stored(uuid)) as JsonObject;
      const changed = Object.keys(data).filter(
        (key) => JSON.stringify(processed[key]) !== JSON.stringify(data[key]),
      );
      expect(changed, name).to.be.an('array').that.is.empty;
    }
  });
});

describe('integers beyond 2^53 wherever hooks look', () => {
  const HOOKS = ['extra_hardware', 'lldp_basic', 'local_link_connection', 'physnet_cidr_map', 'raid_device'];
  let bench: Bench;
  beforeEach(async () => {
    bench = await Bench.start({
      processing: {
        storeData: 'database',
        processingHooks: [
          '$default_processing_hooks',
          ...HOOKS,
          'capabilities',
          'pci_devices',
          'accelerators',
        ],
      },
      pciDevices: { alias: { vendor_id: '10de', product_id: '1eb8', name: 'gpu' } },
      portPhysnet: { cidrMap: ['172.24.42.0/24:provisioning'] },
    });
  });
  afterEach(() => bench.close());

  it('do no harm, and are counted exactly', async () => {
    const data = await payload();
    const inventory = data['inventory'] as JsonObject;
    const [card] = inventory['interfaces'] as JsonObject[];
    Object.assign(card ?? {}, {
      client_id: 'BIG',
      lldp: [
        ['BIG', '00'],
        [1, 'BIG'],
      ],
      vendor: 'BIG',
      biosdevname: 'BIG',
    });
    Object.assign(inventory, {
      disks: [{ name: 'BIG', size: 'BIG', serial: 'BIG', rotational: 'BIG', wwn: 'BIG', model: 'BIG' }],
      cpu: { count: 'BIG', architecture: 'x86_64', flags: ['BIG', 'vmx'], frequency: 'BIG' },
      memory: { physical_mb: 'BIG', total: 'BIG' },
      boot: { ...(inventory['boot'] as JsonObject), current_boot_mode: 'BIG' },
    });
    Object.assign(data, {
      root_disk: { name: '/dev/sda', size: 'BIG' },
      data: [
        ['disk', 'BIG', 'size', 'BIG'],
        ['BIG', 'a', 'b', 'text BIG'],
      ],
      pci_devices: [
        { vendor_id: '10de', product_id: '1eb8', bus: 'BIG' },
        { vendor_id: 'BIG', product_id: 'BIG' },
      ],
    });
    const { uuid } = bench.enroll(data);
    await bench.startAndWait(uuid);
    const answer = await bench.post(JSON.stringify(data).replaceAll('"BIG"', BIG));
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    expect(await bench.finished(uuid)).to.include({ state: 'finished', error: null });

    const { properties } = bench.ironic.node(uuid);
    expect(properties).to.deep.include({
      cpus: BIG,
      memory_mb: BIG,
      local_gb: '17179869183',
      capabilities: 'cpu_vt:true,gpu:1',
    });
    expect((properties['accelerators'] as JsonObject[])[0]).to.include({ pci_address: 2n ** 64n });
    const stored = await (await fetch(`${bench.url}/v1/introspection/${uuid}/data`)).text();
    expect(stored)
      .to.contain(`"cpus":${BIG}`)
      .and.contain(`"memory_mb":${BIG}`)
      .and.contain('"local_gb":17179869183');
    expect(stored).to.contain(`"extra":{"disk":{"${BIG}":{"size":${BIG}}},"${BIG}":{"a":{"b":"text BIG"}}}`);
  });
});
