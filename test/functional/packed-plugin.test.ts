import { execFile } from 'node:child_process';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { ROOT } from './harness.js';
import { installTarballs, packFolders, RegistryUnreachable } from './packed-install.js';
import { compile, compiledLibraries, installed, runTests, RUNNERS, writePlugin } from './packed-plugin.js';

const run = promisify(execFile);

describe('a plugin written in an empty folder', function () {
  this.timeout(180_000);
  let folder: string;
  let site: string;

  before(async function () {
    folder = await mkdtemp(join(tmpdir(), 'inspector-author-'));
    site = join(folder, 'plugin');
    const own = ['plugins/plugin-api', 'test/kit', 'test/simulator'].map((name) => join(ROOT, name));
    try {
      const tarballs = await packFolders(join(folder, 'tarballs'), own);
      const begin = performance.now();
      await installTarballs(site, tarballs);
      const seconds = ((performance.now() - begin) / 1000).toFixed(1);
      console.log(`    npm install of plugin-api and test-kit: ${seconds} s`);
    } catch (error) {
      if (!(error instanceof RegistryUnreachable) || process.env['INSPECTOR_REQUIRE_PEERS'] === '1')
        throw error;
      for (const test of this.test?.parent?.tests ?? []) test.title += ' (needs the npm registry)';
      this.skip();
    }
    await writePlugin(site);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('needs nothing that is compiled or that runs at its installation', async () => {
    const packages = await installed(site);
    expect([...packages.keys()]).to.include.members(['@inspector/plugin-api', '@inspector/test-kit']);
    expect([...packages].filter(([, hasScript]) => hasScript)).to.deep.equal([]);
    expect(await compiledLibraries(join(site, 'node_modules'))).to.deep.equal([]);
  });

  it('needs neither the service nor a database nor a web server', async () => {
    const heavy = ['@inspector/core', 'sqlite3', 'sequelize', 'pg', 'mysql2', 'koa', 'pino'];
    const packages = [...(await installed(site)).keys()];
    expect(packages.filter((name) => heavy.includes(name))).to.deep.equal([]);
  });

  for (const runner of Object.keys(RUNNERS) as (keyof typeof RUNNERS)[]) {
    it(`is tested with ${runner}`, async () => {
      expect(await runTests(site, runner)).to.match(/writes the site of a machine|Tests +[2-9]\d passed/);
    });
  }

  for (const module of ['node16', 'bundler'] as const) {
    it(`has the types of its options, with moduleResolution ${module}`, async () => {
      expect(await compile(site, module)).to.equal('');
    });
  }

  it('loads no other package with its definition', async () => {
    const modules = join(site, 'node_modules');
    const aside = join(folder, 'alone');
    await rename(modules, aside);
    try {
      const entry = join(aside, '@inspector/plugin-api/dist/index.js');
      // The packages it could load are not where a module in this folder would look for them.
      const command = `process.stdout.write(Object.keys(await import(${JSON.stringify(`file://${entry}`)})).join())`;
      const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', command]);
      expect(stdout.split(',')).to.include.members(['defineHook', 'InspectorError']);
    } finally {
      await rename(aside, modules);
    }
  });
});
