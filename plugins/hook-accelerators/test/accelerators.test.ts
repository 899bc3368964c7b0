import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Json, JsonObject } from '@inspector/plugin-api';
import { runHook, type HookResult } from '@inspector/test-kit';
import accelerators from '../src/index.js';

const T4 = { vendor_id: '10de', product_id: '1eb8', bus: '0000:3b:00.0' };
const V100 = { vendor_id: '10de', product_id: '1df6', bus: '0000:5e:00.0' };

describe('accelerators', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'inspector-accelerators-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const run = (devices: Json, knownDevices?: string, properties: JsonObject = {}): Promise<HookResult> =>
    runHook(accelerators, {
      data: { pci_devices: devices },
      node: { properties },
      ...(knownDevices === undefined ? {} : { options: { knownDevices } }),
    });
  const file = (content: string): string => {
    const path = join(folder, 'known.yaml');
    writeFileSync(path, content);
    return path;
  };
  const listOf = ({ node }: HookResult): unknown => node.properties?.['accelerators'];

  it('lists the devices it knows without configuration, in the order of the machine', async () => {
    const result = await run([{ ...T4, vendor_id: '8086' }, V100, T4, { ...T4, bus: '0000:d8:00.0' }]);
    const t4 = {
      vendor_id: '10de',
      device_id: '1eb8',
      type: 'GPU',
      device_info: 'NVIDIA Corporation Tesla T4',
    };
    expect(listOf(result)).to.deep.equal([
      {
        vendor_id: '10de',
        device_id: '1df6',
        type: 'GPU',
        device_info: 'NVIDIA Corporation GV100GL',
        pci_address: '0000:5e:00.0',
      },
      { ...t4, pci_address: '0000:3b:00.0' },
      { ...t4, pci_address: '0000:d8:00.0' },
    ]);
    expect(result.changes.node).to.have.length(1);
    expect(result.changes.node[0]).to.include({ op: 'add', path: '/properties/accelerators' });
  });

  it('leaves the property alone when it finds none', async () => {
    const result = await run([{ ...T4, product_id: '0000' }], undefined, { accelerators: ['old'] });
    expect(listOf(result)).to.deep.equal(['old']);
    expect(result.changes.nodeRequests).to.equal(0);
  });

  it('looks for the devices of the configured file, with all their keys', async () => {
    const known = file("pci_devices:\n  - {vendor_id: '8086', device_id: '0b30', type: FPGA, slots: 2}\n");
    const result = await run([{ vendor_id: '8086', product_id: '0b30', bus: 'b' }, T4], known);
    expect(listOf(result)).to.deep.equal([
      { vendor_id: '8086', device_id: '0b30', type: 'FPGA', slots: 2, pci_address: 'b' },
    ]);
  });

  it('reads identifiers as texts even where YAML sees numbers', async () => {
    const known = file(
      'pci_devices:\n  - vendor_id: 1002\n    device_id: 1e04\n  - vendor_id: 0123\n    device_id: 0001\n',
    );
    const result = await run(
      [
        { vendor_id: '1002', product_id: '1e04', bus: 'a' },
        { vendor_id: '0123', product_id: '0001', bus: 'b' },
      ],
      known,
    );
    expect(listOf(result)).to.deep.equal([
      { vendor_id: '1002', device_id: '1e04', pci_address: 'a' },
      { vendor_id: '0123', device_id: '0001', pci_address: 'b' },
    ]);
  });

  it('takes a device without bus and passes over malformed ones', async () => {
    const result = await run([
      null,
      'x',
      { vendor_id: 5, product_id: null },
      { vendor_id: '10de', product_id: '1eb8' },
    ]);
    expect(listOf(result)).to.have.length(1);
    expect(listOf(result)).to.have.nested.property('[0].pci_address', null);
  });

  for (const devices of [undefined, null, [], 'x', {}] as (Json | undefined)[]) {
    it(`warns when the devices are ${JSON.stringify(devices)}`, async () => {
      const result = await runHook(accelerators, {
        data: devices === undefined ? {} : { pci_devices: devices },
      });
      expect(result.changes.nodeRequests).to.equal(0);
      expect(result.log.messages('warn')).to.have.length(1);
    });
  }

  const wrong: [string, string][] = [
    ['', 'Could not find pci_devices in the configuration data'],
    ['[]', 'Could not find pci_devices in the configuration data'],
    ['other: []', 'Could not find pci_devices in the configuration data'],
    ['pci_devices: {}', 'pci_devices should contain a list of devices'],
    ['pci_devices:', 'pci_devices should contain a list of devices'],
    ['pci_devices: [{vendor_id: a}]', 'one of devices is missing vendor_id or device_id'],
    ['pci_devices: [{device_id: a}]', 'one of devices is missing vendor_id or device_id'],
    ["pci_devices: [{vendor_id: '', device_id: a}]", 'one of devices is missing vendor_id or device_id'],
    ['pci_devices: [{vendor_id: [a], device_id: a}]', 'one of devices is missing vendor_id or device_id'],
    ['pci_devices: [x]', 'one of devices is missing vendor_id or device_id'],
    ['pci_devices: [', 'are not YAML'],
  ];
  for (const [content, text] of wrong) {
    it(`refuses to start with ${JSON.stringify(content)}`, async () => {
      const failure = await run([T4], file(content)).catch((error: unknown) => error);
      expect(failure).to.include({ code: 'INSP_CONFIG_INVALID' });
      expect(String(failure)).to.include(text);
    });
  }

  it('refuses to start when the file is missing, and names it', async () => {
    const path = join(folder, 'missing.yaml');
    const failure = await run([T4], path).catch((error: unknown) => error);
    expect(failure).to.include({ code: 'INSP_CONFIG_INVALID' });
    expect(String(failure)).to.include(path);
  });

  it('passes on a bus that is a number with every digit', async () => {
    const [first] = listOf(await run([{ ...T4, bus: 2n ** 64n }])) as JsonObject[];
    expect(first?.['pci_address']).to.equal(2n ** 64n);
  });
});
