import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { createPlugin, KIND_WORDS } from 'create-inspector-plugin';
import { ROOT } from '../functional/harness.js';

const run = promisify(execFile);

/** The compilers that the plugin contract can be used with: the oldest and the newest, or all of them in the long form. */
const VERSIONS =
  process.env['INSPECTOR_TEST_LONG'] === '1'
    ? ['5.4', '5.5', '5.6', '5.7', '5.8', '5.9', '6.0']
    : ['5.4', '6.0'];

const LENT = ['mocha', '@types/mocha', '@types/node', 'undici-types'];
const OWN = { 'plugin-api': 'plugins/plugin-api', 'test-kit': 'test/kit', simulator: 'test/simulator' };

describe('plugins of every kind as they are made', function () {
  this.timeout(300_000);
  let site: string;

  before(async () => {
    site = await mkdtemp(join(tmpdir(), 'inspector-typescript-'));
    const modules = join(site, 'node_modules');
    for (const scope of ['@inspector', '@types']) await mkdir(join(modules, scope), { recursive: true });
    for (const name of LENT) await symlink(join(ROOT, 'node_modules', name), join(modules, name));
    for (const [name, place] of Object.entries(OWN))
      await symlink(join(ROOT, place), join(modules, '@inspector', name));
    const made = KIND_WORDS.map((kind) =>
      createPlugin({ kind, name: 'thing', language: 'ts', test: 'mocha' }, { cwd: site, folder: kind }),
    );
    // One look at all of them: their settings are the same, and most of the time goes into the types of Node.js.
    const settings = {
      extends: join(made[0]?.folder ?? '', 'tsconfig.json'),
      compilerOptions: { strict: true, skipLibCheck: false, noEmit: true, rootDir: '.' },
      include: ['*/src'],
    };
    await writeFile(join(site, 'tsconfig.json'), JSON.stringify(settings));
    await writeFile(join(site, 'package.json'), '{ "private": true, "type": "module" }');
  });
  after(() => rm(site, { recursive: true, force: true }));

  for (const version of VERSIONS) {
    it(`are checked by TypeScript ${version} without an error`, async function () {
      const compiler = await compilerOf(version);
      if (compiler === undefined) {
        if (this.test) this.test.title += ' (needs the npm registry)';
        return this.skip();
      }
      const { stdout, code } = await run(process.execPath, [compiler, '-p', site]).then(
        ({ stdout: out }) => ({ stdout: out, code: 0 }),
        (error: { readonly stdout: string; readonly code: number }) => error,
      );
      expect({ code, stdout }).to.deep.equal({ code: 0, stdout: '' });
    });
  }

  /** The compiler of a version; undefined: it cannot be had here. */
  async function compilerOf(version: string): Promise<string | undefined> {
    const place = join(site, 'compilers', version);
    await mkdir(place, { recursive: true });
    await writeFile(join(place, 'package.json'), '{ "private": true }');
    try {
      await run('npm', ['install', '--no-audit', '--no-fund', `typescript@~${version}.0`], { cwd: place });
    } catch (error) {
      if (process.env['INSPECTOR_REQUIRE_PEERS'] === '1') throw error;
      return undefined;
    }
    return join(place, 'node_modules/typescript/bin/tsc');
  }
});
