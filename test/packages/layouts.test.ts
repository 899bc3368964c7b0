import { mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ROOT } from '../functional/harness.js';
import { pack } from '../functional/packed-install.js';
import { Managers, writeFiles, type Ran } from './managers.js';
import { LoopbackRegistry } from './registry.js';

/** Six package managers and ways to use them take minutes. */
const IS_LONG = process.env['INSPECTOR_TEST_LONG'] === '1';

const RACK = '@acme/inspector-hook-rack';
const CONFIG = { processing: { processingHooks: ['$default_processing_hooks', 'rack'] } };
const HOOK = `import { defineHook } from '@inspector/plugin-api';

export default defineHook({ id: 'rack', setup: () => ({ beforeUpdate() {} }) });
`;
const manifest = {
  name: RACK,
  version: '1.0.0',
  type: 'module',
  files: ['index.js'],
  keywords: ['inspector-plugin'],
  peerDependencies: { '@inspector/plugin-api': '^1.0.0' },
  inspector: { api: 1, entryPoints: { 'inspector.hook.processing': { rack: './index.js' } } },
};
const SITE = {
  'package.json': { name: 'site', private: true, type: 'module' },
  'inspector.config.json': CONFIG,
};

const describeLong = IS_LONG ? describe : describe.skip;

describeLong('a service and a plugin of a stranger (INSPECTOR_TEST_LONG=1)', function () {
  this.timeout(600_000);
  let folder: string;
  let registry: LoopbackRegistry;
  let managers: Managers;

  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'inspector-layouts-')));
    registry = await LoopbackRegistry.start();
    managers = new Managers(folder, registry.url);
    await writeFiles(join(folder, 'rack'), { 'package.json': manifest, 'index.js': HOOK });
    await registry.add(await pack(join(folder, 'tarballs'), [join(folder, 'rack')]));
    await managers.install(['pnpm@10', 'yarn@1', '@yarnpkg/cli-dist@4']);
  });
  after(async () => {
    await registry.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const site = async (name: string, files: Parameters<typeof writeFiles>[1] = {}): Promise<string> => {
    await writeFiles(join(folder, name), { ...SITE, ...files });
    return join(folder, name);
  };
  const npm = (at: string, ...words: string[]): Promise<Ran> => managers.run(at, 'npm', ...words);
  const inspector = (at: string, ...words: string[]): Promise<Ran> =>
    managers.run(at, join(at, 'node_modules/.bin/inspector'), ...words);

  /** The service finds and uses the hook. */
  const expectWorks = ({ status, out, err }: Ran): void => {
    expect(status, err).to.equal(0);
    expect(out).to.match(/^All \d+ enabled plugins can be used/);
  };
  const install = async (ran: Promise<Ran>): Promise<void> => {
    const { status, out, err } = await ran;
    expect(status, out + err).to.equal(0);
  };

  it('works with npm', async () => {
    const at = await site('npm');
    await install(npm(at, 'install', '--ignore-scripts', '@inspector/core', RACK));
    expectWorks(await inspector(at, 'plugins', 'validate', '--setup'));
  });

  it('works with a plugin that is linked', async () => {
    const at = await site('link');
    await install(npm(at, 'install', '--ignore-scripts', '@inspector/core'));
    await writeFiles(join(folder, 'linked'), { 'package.json': manifest, 'index.js': HOOK });
    await install(npm(join(folder, 'linked'), 'install', '--save-dev', '@inspector/plugin-api'));
    await install(npm(at, 'install', '--ignore-scripts', join(folder, 'linked')));
    expectWorks(await inspector(at, 'plugins', 'validate', '--setup'));
  });

  it('works in workspaces, from the top and from a member', async () => {
    const top = await site('workspaces', {
      'package.json': { name: 'top', private: true, workspaces: ['site', 'rack'] },
      'site/package.json': { name: 'site', private: true, dependencies: { '@inspector/core': '^1.0.0' } },
      'site/inspector.config.json': CONFIG,
      'rack/package.json': manifest,
      'rack/index.js': HOOK,
    });
    await install(npm(top, 'install', '--ignore-scripts'));
    expectWorks(await inspector(top, 'plugins', 'validate', '--setup'));
    const program = join(top, 'node_modules/.bin/inspector');
    expectWorks(await managers.run(join(top, 'site'), program, 'plugins', 'validate', '--setup'));
  });

  it('works with pnpm, which shows packages only what they asked for, and says where sqlite is not built', async () => {
    const at = await site('pnpm');
    await install(managers.run(at, managers.program('pnpm'), 'add', '@inspector/core', RACK));
    expectWorks(await inspector(at, 'plugins', 'validate', '--setup'));
    for (const words of [['dbsync', 'upgrade'], ['serve']]) {
      const { status, err } = await inspector(at, ...words);
      expect(status).to.equal(1);
      const said = err.split('\n').filter((line) => line.startsWith('INSP_'));
      expect(said.join('\n'), err).to.match(
        /^INSP_DB_FAILED: The sqlite driver cannot be loaded: .*pnpm approve-builds.*$/,
      );
    }
  });

  it('works with yarn 1', async () => {
    const at = await site('yarn-1');
    const yarn = join(folder, 'tools/node_modules/yarn/bin/yarn.js');
    await install(
      managers.run(
        at,
        process.execPath,
        yarn,
        'add',
        '--ignore-scripts',
        '--non-interactive',
        '@inspector/core',
        RACK,
      ),
    );
    expectWorks(await inspector(at, 'plugins', 'validate', '--setup'));
  });

  const berry = (at: string, ...words: string[]): Promise<Ran> =>
    managers.run(
      at,
      process.execPath,
      join(folder, 'tools/node_modules/@yarnpkg/cli-dist/bin/yarn.js'),
      ...words,
    );

  it('works with yarn 4 and nodeLinker: node-modules', async () => {
    const at = await site('yarn-4', { '.yarnrc.yml': 'nodeLinker: node-modules\n', 'yarn.lock': '' });
    await install(berry(at, 'add', '@inspector/core', RACK));
    expectWorks(await inspector(at, 'plugins', 'validate', '--setup'));
  });

  it('is refused with yarn’s Plug’n’Play, and the setting is named', async () => {
    const at = await site('pnp', { '.yarnrc.yml': 'nodeLinker: pnp\n', 'yarn.lock': '' });
    await install(berry(at, 'add', '@inspector/core', RACK));
    const { status, out, err } = await berry(at, 'inspector', 'plugins', 'validate');
    expect(status).to.equal(1);
    expect(out + err).to.contain(
      'Set "nodeLinker: node-modules" in .yarnrc.yml and run "yarn install" again.',
    );
  });

  it('is the local one where the program of a global one is run', async () => {
    const prefix = join(folder, 'global');
    await install(
      npm(folder, 'install', '--ignore-scripts', '--global', '--prefix', prefix, '@inspector/core'),
    );
    const at = await site('local');
    await install(npm(at, 'install', '--ignore-scripts', '@inspector/core', RACK));
    expectWorks(await managers.run(at, join(prefix, 'bin/inspector'), 'plugins', 'validate', '--setup'));
    const elsewhere = await site('elsewhere');
    const { err } = await managers.run(elsewhere, join(prefix, 'bin/inspector'), 'plugins', 'validate');
    expect(err).to.contain('offers the processing hook "rack"');
  });

  it('is told in one sentence where two installations are searched', async () => {
    const copies = [await site('first-copy'), await site('second-copy')];
    for (const copy of copies) await install(npm(copy, 'install', '--ignore-scripts', '@inspector/core'));
    const at = await site('two', { 'inspector.config.json': { pluginHost: { roots: copies } } });
    const program = join(copies[0] ?? '', 'node_modules/.bin/inspector');
    const { status, err } = await managers.run(at, program, 'plugins', 'validate');
    expect(status).to.equal(1);
    expect(err).to.contain('Inspector is installed twice where plugins are searched').and.not.contain('2. [');
  });
});

describe('the program of an installation', () => {
  it('runs the one that is installed nearest to the working directory', async () => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'inspector-local-')));
    try {
      const manager = new Managers(folder, 'http://127.0.0.1:9/');
      const bin = 'site/node_modules/@inspector/core/bin';
      await writeFiles(folder, {
        'site/node_modules/@inspector/core/package.json': { type: 'module' },
        [`${bin}/run.js`]: 'export const run = (words) => console.log("local", ...words);',
        'site/deep/file': '',
        'other/file': '',
      });
      const program = join(ROOT, 'core/bin/inspector.js');
      const said = async (at: string, ...words: string[]): Promise<string> =>
        (await manager.run(join(folder, at), process.execPath, program, ...words)).out.trim();
      expect(await said('site', 'plugins', 'list')).to.equal('local plugins list');
      expect(await said('site/deep', '--version')).to.equal('local --version');
      expect(await said('other', '--version')).to.match(/^\d+\.\d+\.\d+/);
      await writeFiles(folder, { 'linked/node_modules/@inspector/file': '' });
      await symlink(join(ROOT, 'core'), join(folder, 'linked/node_modules/@inspector/core'));
      expect(await said('linked', '--version')).to.match(/^\d+\.\d+\.\d+/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
