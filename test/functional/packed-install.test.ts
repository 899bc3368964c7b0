import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFakeIronic, type FakeIronic } from '@inspector/simulator';
import { expect } from 'chai';
import { eventually, payload } from './harness.js';
import { writeOutsidePlugins } from './outside-plugins.js';
import { inspector, install, origins, pack, RegistryUnreachable, Served } from './packed-install.js';

const MAC = '52:54:00:12:34:56';

const firstConfig = (ironic: string): string => `import { defineConfig } from '@inspector/core';

export default defineConfig({
  listenPort: 0,
  introspectionDelay: 0,
  ironic: { endpointOverride: '${ironic}' },
});
`;

const editedConfig = (config: string): string =>
  config.replace(
    '});',
    `  processing: {
    processingHooks: ['$default_processing_hooks', 'rack_position'],
    storeData: 'files',
  },
  plugins: {
    'hook-rack': { racks: { '${MAC}': 'row 4, rack 7' } },
    'storage-files': { folder: 'kept' },
  },
});`,
  );

interface Row {
  readonly name: string;
  readonly state: string;
  readonly package: string;
}

describe('packages installed with npm into an empty folder', function () {
  this.timeout(180_000);
  let folder: string;
  let site: string;
  let ironic: FakeIronic;
  let served: Served | undefined;
  let node: string;
  let unedited: Row[];
  let edited: Row[];

  before(async function () {
    folder = await mkdtemp(join(tmpdir(), 'inspector-packed-'));
    site = join(folder, 'site');
    ironic = await startFakeIronic();
    const outside = await writeOutsidePlugins(join(folder, 'outside'));
    try {
      await install(site, await pack(join(folder, 'tarballs'), outside));
    } catch (error) {
      if (!(error instanceof RegistryUnreachable) || process.env['INSPECTOR_REQUIRE_PEERS'] === '1')
        throw error;
      for (const test of this.test?.parent?.tests ?? []) test.title += ' (needs the npm registry)';
      this.skip();
    }
    const config = firstConfig(ironic.url);
    await writeFile(join(site, 'inspector.config.js'), config);
    unedited = JSON.parse(await inspector(site, 'plugins', 'list', '--json')) as Row[];
    await writeFile(join(site, 'inspector.config.js'), editedConfig(config));
    edited = JSON.parse(await inspector(site, 'plugins', 'list', '--json')) as Row[];
    served = await Served.start(site);
    node = await introspect(served.url);
  });

  after(async () => {
    await served?.stop();
    await ironic.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function introspect(url: string): Promise<string> {
    const data = await payload();
    const [card] = (data['inventory'] as { interfaces: { mac_address: string }[] }).interfaces;
    if (card) card.mac_address = MAC;
    data['boot_interface'] = MAC;
    const { uuid } = ironic.addNode();
    ironic.addPort({ node_uuid: uuid, address: MAC });
    const status = async (): Promise<Record<string, unknown>> =>
      (await (await fetch(`${url}/v1/introspection/${uuid}`)).json()) as Record<string, unknown>;
    await fetch(`${url}/v1/introspection/${uuid}`, { method: 'POST' });
    await eventually(status, ({ state }) => state === 'waiting', 'start', 10_000);
    await fetch(`${url}/v1/continue`, { method: 'POST', body: JSON.stringify(data) });
    await eventually(status, ({ finished }) => finished === true, 'end', 10_000);
    expect((await status())['error']).to.equal(null);
    return uuid;
  }

  const row = (rows: readonly Row[], name: string): Row | undefined => rows.find((one) => one.name === name);

  it('come from the tarballs alone where they are ours', async () => {
    const ours = await origins(site, '@inspector');

    expect([...ours.keys()]).to.include('node_modules/@inspector/core');
    for (const [path, origin] of ours) expect(origin, path).to.match(/^file:.*\.tgz$/);
  });

  it('bring the samples that the installation page names', async () => {
    const samples = join(site, 'node_modules/@inspector/core/samples');
    const unit = await readFile(join(samples, 'systemd/inspector.service'), 'utf8');

    expect(unit).to.match(/^ExecStart=.*inspector/m);
    expect(await readdir(samples)).to.include.members(['inspector.config.js', 'dnsmasq', 'pxe', 'systemd']);
  });

  it('are found by their names, a stranger’s as well as ours', () => {
    expect(row(unedited, 'rack_position')).to.include({
      state: 'available',
      package: '@acme/inspector-hook-rack',
    });
    expect(row(unedited, 'files')).to.include({ state: 'available', package: '@inspector/storage-files' });
    expect(row(unedited, 'validate_interfaces')).to.include({ state: 'enabled' });
    expect(unedited.filter(({ state }) => state === 'broken')).to.deep.equal([]);
  });

  it('are in use once inspector.config.js says so', () => {
    expect(row(edited, 'rack_position')).to.include({ state: 'enabled' });
    expect(row(edited, 'files')).to.include({ state: 'enabled' });
    expect(row(edited, 'database')).to.include({ state: 'available' });
  });

  it('work on nodes: the hook of a stranger writes the rack of the machine', () => {
    expect(ironic.node(node).extra).to.include({ rack: 'row 4, rack 7' });
  });

  it('keep data: the storage backend of a stranger holds what the API answers', async () => {
    const answer = await fetch(`${served?.url ?? ''}/v1/introspection/${node}/data`);
    const stored = await readFile(join(site, 'kept', `${node}.processed.json`), 'utf8');

    expect(answer.status).to.equal(200);
    expect(await answer.json()).to.deep.equal(JSON.parse(stored));
    expect(JSON.parse(stored)).to.have.property('macs');
  });

  it('are shown by the running service', async () => {
    const answer = await fetch(`${served?.url ?? ''}/v1/plugins`);
    const { plugins } = (await answer.json()) as { plugins: Row[] };

    expect(row(plugins, 'rack_position')).to.include({
      state: 'enabled',
      package: '@acme/inspector-hook-rack',
    });
  });
});
