import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { pino } from 'pino';
import ts from 'typescript';
import { createInspector, type Inspector } from '@inspector/core';
import type { JsonObject } from '@inspector/plugin-api';
import { startFakeIronic, type FakeIronic } from '@inspector/test-kit';

const EXAMPLES = dirname(dirname(fileURLToPath(import.meta.url)));
const ROOT = join(EXAMPLES, '../../..');
const PACKAGES = [
  'hook-example',
  'hook-rack',
  'hook-serial',
  'rule-text',
  'storage-directory',
  'inventory-memory',
  'inventory-http',
  'pxe-filter-list',
];
const MAC = '52:54:00:0a:0b:0c';

const hex = (text: string): string => Buffer.from(text).toString('hex');
const DATA: JsonObject = {
  inventory: {
    hostname: 'db-7',
    system_vendor: { serial_number: 'BX-7' },
    interfaces: [{ name: 'eth0', mac_address: MAC, ipv4_address: '192.0.2.7', lldp: [[5, hex('leaf-7a')]] }],
    cpu: { count: 8, architecture: 'x86_64', flags: [] },
    memory: { physical_mb: 4096 },
    disks: [],
  },
  boot_interface: MAC,
};
const RULE = {
  conditions: [{ op: 'starts-with', field: 'data://inventory.hostname', value: 'db-' }],
  actions: [{ action: 'rename-node', name: 'rack-{data[inventory][hostname]}' }],
};

/** Compiles every example into `node_modules` of a site, next to Inspector itself. */
const install = async (site: string): Promise<void> => {
  const modules = join(site, 'node_modules');
  await mkdir(modules);
  await symlink(join(ROOT, 'node_modules/@inspector'), join(modules, '@inspector'));
  for (const name of PACKAGES) {
    const source = join(EXAMPLES, name);
    const target = join(modules, `inspector-${name}`);
    await mkdir(join(target, 'dist'), { recursive: true });
    await writeFile(join(target, 'package.json'), await readFile(join(source, 'package.json')));
    for (const file of await readdir(join(source, 'src'))) {
      const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 };
      const { outputText } = ts.transpileModule(await readFile(join(source, 'src', file), 'utf8'), {
        compilerOptions,
      });
      await writeFile(join(target, 'dist', file.replace(/\.ts$/, '.js')), outputText);
    }
  }
};

describe('the example plugins, installed beside Inspector', () => {
  let site: string;
  let ironic: FakeIronic;
  let inspector: Inspector | undefined;
  const request = async (method: string, path: string, body?: object): Promise<JsonObject> => {
    const response = await fetch((inspector?.url ?? '') + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return JSON.parse(text) as JsonObject;
  };

  before(async () => {
    site = await mkdtemp(join(tmpdir(), 'inspector-examples-'));
    await install(site);
    ironic = await startFakeIronic();
    inspector = await createInspector({
      cwd: site,
      log: pino({ level: 'silent' }),
      upgradeDatabase: true,
      config: {
        listenPort: 0,
        cleanUpPeriod: 0,
        database: { connection: `sqlite:///${site}/inspector.sqlite` },
        ironic: { endpointOverride: ironic.url },
        pxeFilter: { driver: 'list' },
        processing: {
          processingHooks: ['$default_processing_hooks', 'lldp_basic', 'rack_position', 'example'],
          nodeNotFoundHook: 'known_serial',
          storeData: 'directory',
        },
        plugins: {
          'hook-rack': { racks: { 'leaf-7a': 'R7' } },
          'storage-directory': { directory: join(site, 'data') },
          'pxe-filter-list': { file: join(site, 'machines') },
        },
      },
    });
  });
  after(async () => {
    await inspector?.close();
    await ironic.close();
    await rm(site, { recursive: true });
  });

  it('take part in the introspection of a machine that only its serial number identifies', async () => {
    const { uuid } = ironic.addNode({ extra: { serial: 'BX-7' } });
    await request('POST', '/v1/rules', RULE);
    expect(await request('POST', '/v1/continue', DATA)).to.deep.equal({ uuid });

    const node = ironic.node(uuid);
    expect(node?.extra).to.include({ rack: 'R7' });
    expect(node?.name).to.equal('rack-db-7');
    expect(await readdir(join(site, 'data'))).to.have.members([`${uuid}.raw.json`, `${uuid}.processed.json`]);
    const stored = await request('GET', `/v1/introspection/${uuid}/data`);
    expect(stored).to.have.nested.property('inventory.hostname', 'db-7');
    expect(await readFile(join(site, 'machines'), 'utf8')).to.match(/\* (allow|deny)\n$/);
  });
});
