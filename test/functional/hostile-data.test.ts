import type { JsonObject } from '@inspector/plugin-api';
import { expect } from 'chai';
import { Bench, payload } from './harness.js';

const PREFIX = 'The following failures happened during running pre-processing hooks:\n';
const message = (body: JsonObject): string => String((body['error'] as JsonObject)['message']);

describe('hostile ramdisk data', () => {
  let bench: Bench;
  let data: JsonObject;
  let uuid: string;

  before(async () => {
    bench = await Bench.start({ maxBodySize: 64 * 1024 * 1024 });
    data = await payload();
    uuid = bench.enroll(data).uuid;
  });
  after(() => bench.close());

  /** The service still does its main job, and nothing of what was refused is kept. */
  const stillWorks = async () => {
    expect((await bench.request('GET', '/')).status).to.equal(200);
    await bench.startAndWait(uuid);
    expect((await bench.post(data)).status).to.equal(200);
    expect(await bench.finished(uuid)).to.include({ state: 'finished', error: null });
  };

  const notObjects: [string, string, string][] = [
    ['nothing', '', 'None'],
    ['text that is no JSON', '{"inventory":', 'None'],
    ['a truncated payload', '{"inventory": {"interfaces": [{"name": "eth0", "mac_', 'None'],
    ['NaN', '{"a": NaN}', 'None'],
    ['Infinity', '{"a": Infinity}', 'None'],
    ['a list', '[]', 'list'],
    ['a text', '"x"', 'str'],
    ['an integer', '5', 'int'],
    ['a float', '5.0', 'float'],
    ['a boolean', 'true', 'bool'],
    ['null', 'null', 'NoneType'],
  ];
  for (const [what, body, type] of notObjects) {
    it(`refuses ${what}`, async () => {
      const answer = await bench.post(body);
      expect([answer.status, message(answer.body)]).to.deep.equal([
        400,
        `Invalid data: expected a JSON object, got ${type}`,
      ]);
    });
  }

  it('refuses data nested beyond reason', async () => {
    const { status, body } = await bench.post(`{"deep": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
    expect([status, message(body)]).to.deep.equal([400, 'Invalid data: nested deeper than 512 levels']);
  });

  it('refuses bytes that are not UTF-8', async () => {
    const response = await fetch(`${bench.url}/v1/continue`, {
      method: 'POST',
      body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
    });
    expect(response.status).to.equal(400);
  });

  const inventory = (change: (inventory: JsonObject) => void): (() => JsonObject) => {
    return () => {
      const copy = structuredClone(data);
      change(copy['inventory'] as JsonObject);
      return copy;
    };
  };
  const set =
    (path: string, value: unknown) =>
    (target: JsonObject): void => {
      const keys = path.split('.');
      const last = keys.pop() as string;
      const parent = keys.reduce((at, key) => at[key] as JsonObject, target);
      parent[last] = value as never;
    };
  const interfaces = (values: unknown) => inventory(set('interfaces', values));

  // Data that cannot be used: a clear 400, nothing stored.
  const unusable: [string, () => unknown][] = [
    ['an empty object', () => ({})],
    ['no inventory', () => ({ ...data, inventory: null })],
    ['an inventory that is a list', () => ({ ...data, inventory: [] })],
    ['an inventory that is a text', () => ({ ...data, inventory: 'x' })],
    ['no interfaces', interfaces([])],
    ['interfaces that are an object', interfaces({ a: 1 })],
    ['interfaces that are a text', interfaces('eth0')],
    ['interfaces that are numbers', interfaces([1, null, 'x', []])],
    ['an interface without a name', interfaces([{ mac_address: '52:54:00:00:00:01' }])],
    [
      'a MAC that is no MAC',
      interfaces([{ name: 'eth0', mac_address: '52:54:00:00:00', ipv4_address: '192.0.2.1' }]),
    ],
    ['a MAC that is a number', interfaces([{ name: 'eth0', mac_address: 5, ipv4_address: '192.0.2.1' }])],
    [
      'a MAC with a path in it',
      interfaces([{ name: 'eth0', mac_address: '../../etc', ipv4_address: '192.0.2.1' }]),
    ],
    ['a ramdisk error', () => ({ ...data, error: 'boom' })],
  ];
  for (const [what, make] of unusable) {
    it(`says what is wrong with ${what}, and keeps nothing`, async () => {
      await bench.startAndWait(uuid);
      const answer = await bench.post(make() as object);
      expect(answer.status).to.equal(400);
      expect(message(answer.body).startsWith(PREFIX)).to.equal(true);
      expect((await bench.request('GET', `/v1/introspection/${uuid}/data/unprocessed`)).status).to.equal(404);
    });
  }

  // Odd parts beside good ones: the machine is still introspected.
  const odd: [string, () => unknown][] = [
    ['CPUs that are a text', inventory(set('cpu', 'many'))],
    ['no CPU', inventory(set('cpu', null))],
    ['a CPU count that is no number', inventory(set('cpu.count', 'NaN'))],
    ['a huge CPU count', inventory(set('cpu.count', 1e308))],
    ['memory that is a list', inventory(set('memory', [1]))],
    ['negative memory', inventory(set('memory.physical_mb', -1))],
    ['negative memory as a text', inventory(set('memory.physical_mb', '-1'))],
    ['a negative CPU count', inventory(set('cpu.count', -2))],
    ['disks that are an object', inventory(set('disks', { a: 1 }))],
    ['disks that are texts', inventory(set('disks', ['sda', null]))],
    ['a root disk without size', () => ({ ...data, root_disk: { name: '/dev/sda' } })],
    ['a root disk that is a text', () => ({ ...data, root_disk: 'sda' })],
    ['a boot interface that is an object', () => ({ ...data, boot_interface: { mac: 1 } })],
    ['a BMC address that is a number', inventory(set('bmc_address', 5))],
    ['a BMC address in octal', inventory(set('bmc_address', '010.0.0.1'))],
    [
      'LLDP that is garbage',
      inventory((target) =>
        set(
          'interfaces',
          (target['interfaces'] as JsonObject[]).map((one) => ({ ...one, lldp: [[1, 'zz'], 5, [127]] })),
        )(target),
      ),
    ],
    ['PCI devices that are a text', () => ({ ...data, pci_devices: 'x' })],
    [
      'two interfaces of one name',
      inventory((target) =>
        (target['interfaces'] as JsonObject[]).push(
          ...(structuredClone(target['interfaces']) as JsonObject[]),
        ),
      ),
    ],
    ['unknown keys', () => ({ ...data, constructor: 1, toString: [], hasOwnProperty: null })],
  ];
  for (const [what, make] of odd) {
    it(`introspects in spite of ${what}`, async () => {
      await bench.startAndWait(uuid);
      const { status, body } = await bench.post(make() as object);
      expect([status, body]).to.deep.equal([200, { uuid }]);
      expect(await bench.finished(uuid)).to.include({ state: 'finished', error: null });
    });
  }

  it('writes no negative size, which Ironic would refuse', async () => {
    bench.ironic.node(uuid).properties = {};
    await bench.startAndWait(uuid);
    await bench.post(
      inventory((target) => {
        set('memory.physical_mb', -1)(target);
        set('cpu.count', -2)(target);
      })(),
    );
    expect(await bench.finished(uuid)).to.include({ state: 'finished', error: null });
    expect(bench.ironic.node(uuid).properties).to.not.have.any.keys('cpus', 'memory_mb');
  });

  it('is not polluted by __proto__ at any depth', async () => {
    await bench.startAndWait(uuid);
    const polluted = JSON.stringify(data)
      .replace('{', '{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}},')
      .replace('"cpu":{', '"cpu":{"__proto__": {"polluted": true},')
      .replace('"name":"eth0"', '"name":"__proto__"');
    const { status } = await bench.post(polluted);
    expect(status).to.equal(200);
    expect(await bench.finished(uuid)).to.include({ state: 'finished', error: null });
    expect(({} as { polluted?: boolean }).polluted).to.equal(undefined);
    const kept = await (await fetch(`${bench.url}/v1/introspection/${uuid}/data/unprocessed`)).text();
    expect(kept).to.equal(polluted);
  });

  it('takes 30 MB of logs and keeps the data without them', async function () {
    this.timeout(60_000);
    await bench.startAndWait(uuid);
    const { status } = await bench.post({ ...data, logs: 'A'.repeat(30 * 1024 * 1024) });
    expect(status).to.equal(200);
    await bench.finished(uuid);
    const kept = await (await fetch(`${bench.url}/v1/introspection/${uuid}/data/unprocessed`)).text();
    expect(JSON.parse(kept)).to.deep.equal(data);
  });

  it('refuses a body beyond the limit and goes on', async function () {
    this.timeout(60_000);
    const answer = await bench
      .post(`{"logs": "${'A'.repeat(65 * 1024 * 1024)}"}`)
      .catch(() => ({ status: 413, body: {} }));
    expect(answer.status).to.equal(413);
    await stillWorks();
  });

  it('goes on after everything above', stillWorks);
});
