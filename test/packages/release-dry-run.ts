// What `npm run release -- --dry-run` does once the documentation is in place.
import { copyFile, mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMachine, startFakeIronic } from '@inspector/simulator';
import { eventually, ROOT } from '../functional/harness.js';
import { Served } from '../functional/packed-install.js';
import { Managers, writeFiles, type Ran } from './managers.js';
import { LoopbackRegistry } from './registry.js';

const LIMIT = 20_000;
const SQLITE = 'node_modules/sqlite3/build/Release';

const HOOK = `import { defineHook } from '@inspector/plugin-api';

export default defineHook({
  id: 'rack',
  setup: () => ({
    beforeUpdate: (_data, node) => node.patch([{ op: 'add', path: '/extra/rack', value: 'row 4' }]),
  }),
});
`;
const PLUGIN = {
  name: '@stranger/inspector-hook-rack',
  version: '0.1.0',
  description: 'Writes a rack',
  type: 'module',
  files: ['index.js'],
  keywords: ['inspector-plugin'],
  peerDependencies: { '@inspector/plugin-api': '^1.0.0 || ^1.1.0-0' },
  inspector: { api: 1, entryPoints: { 'inspector.hook.processing': { rack: './index.js' } } },
};

const folder = await realpath(await mkdtemp(join(tmpdir(), 'inspector-release-')));
const registry = await LoopbackRegistry.start();
const ironic = await startFakeIronic();
let served: Served | undefined;
try {
  const managers = new Managers(folder, registry.url);
  const npm = (at: string, ...words: string[]): Promise<void> => finished(managers.run(at, 'npm', ...words));

  await mkdir(join(folder, 'tarballs'));
  await npm(ROOT, 'pack', '--workspaces', '--pack-destination', join(folder, 'tarballs'));
  const tarballs = (await readdir(join(folder, 'tarballs'))).map((name) => join(folder, 'tarballs', name));
  await registry.add(tarballs);
  say(`${tarballs.length} packages are packed: ${registry.published.join(', ')}`);

  const { host } = new URL(registry.url);
  await writeFiles(join(folder, 'plugin'), {
    'package.json': PLUGIN,
    'index.js': HOOK,
    '.npmrc': `//${host}/:_authToken=none\n`,
  });
  await npm(join(folder, 'plugin'), 'publish', '--access', 'public');
  say(`${PLUGIN.name} is published`);

  const site = join(folder, 'site');
  await writeFiles(site, {
    'package.json': { name: 'site', private: true },
    'inspector.config.json': {
      listenPort: 0,
      introspectionDelay: 0,
      ironic: { endpointOverride: ironic.url },
      processing: { processingHooks: ['$default_processing_hooks', 'rack'] },
    },
  });
  await npm(site, 'install', '--ignore-scripts', '@inspector/core', PLUGIN.name);
  // The only thing that is not from there: the library that npm would compile for a minute.
  await mkdir(join(site, SQLITE), { recursive: true });
  await copyFile(join(ROOT, SQLITE, 'node_sqlite3.node'), join(site, SQLITE, 'node_sqlite3.node'));
  const program = join(site, 'node_modules/.bin/inspector');
  await finished(managers.run(site, program, 'plugins', 'validate', '--setup'));
  say('both are installed into an empty folder, and can be used');

  served = await Served.start(site);
  const machine = createMachine({ index: 0, seed: 'release', driver: 'ipmi' });
  ironic.addNode({ ...machine.node, provision_state: 'manageable', power_state: 'power off' });
  for (const port of machine.ports) ironic.addPort(port);
  const address = `${served.url}/v1/introspection/${machine.uuid}`;
  const state = async (): Promise<unknown> =>
    ((await (await fetch(address)).json()) as { state?: unknown }).state;
  await fetch(address, { method: 'POST' });
  await eventually(state, (one) => one === 'waiting', 'the introspection', LIMIT);
  await fetch(`${served.url}/v1/continue`, { method: 'POST', body: JSON.stringify(machine.payload) });
  await eventually(state, (one) => one === 'finished', 'its end', LIMIT);
  if (ironic.node(machine.uuid).extra?.['rack'] !== 'row 4')
    throw new Error('The hook has not written the rack.');
  say('a machine is introspected, and the hook of the stranger has written to its node');
} finally {
  await served?.stop();
  await ironic.close();
  await registry.stop();
  await rm(folder, { recursive: true, force: true });
}

async function finished(running: Promise<Ran>): Promise<void> {
  const { status, out, err } = await running;
  if (status !== 0) throw new Error(`${out}\n${err}`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
