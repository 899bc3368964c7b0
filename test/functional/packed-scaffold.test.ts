import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { createPlugin, KIND_WORDS, LANGUAGES, TEST_RUNNERS } from 'create-inspector-plugin';
import { chance } from '../mocha/chance.js';
import { ROOT } from './harness.js';
import { installTarballs, packFolders, RegistryUnreachable } from './packed-install.js';

const run = promisify(execFile);

/** `INSPECTOR_TEST_SCAFFOLDS=all` tries every kind in every language with every test runner, which takes three minutes. */
const EVERYTHING = process.env['INSPECTOR_TEST_SCAFFOLDS'] === 'all';
const SAMPLE = 3;

const COMBINATIONS = KIND_WORDS.flatMap((kind) =>
  LANGUAGES.flatMap((language) => TEST_RUNNERS.map((test) => ({ kind, language, test }))),
);

/** Some of all combinations, other ones for each seed. */
function sample(): typeof COMBINATIONS {
  if (EVERYTHING) return COMBINATIONS;
  const random = chance();
  const left = [...COMBINATIONS];
  return Array.from({ length: SAMPLE }, () => left.splice(Math.floor(random() * left.length), 1)).flat();
}

describe('plugins as they are made, with the published packages', function () {
  this.timeout(180_000);
  let folder: string;
  let site: string;

  before(async function () {
    folder = await mkdtemp(join(tmpdir(), 'inspector-scaffold-'));
    site = join(folder, 'author');
    const own = ['plugins/plugin-api', 'test/kit', 'test/simulator'].map((name) => join(ROOT, name));
    try {
      await installTarballs(site, await packFolders(join(folder, 'tarballs'), own));
    } catch (error) {
      if (!(error instanceof RegistryUnreachable) || process.env['INSPECTOR_REQUIRE_PEERS'] === '1')
        throw error;
      for (const test of this.test?.parent?.tests ?? []) test.title += ' (needs the npm registry)';
      this.skip();
    }
    await lendTools(join(site, 'node_modules'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const { kind, language, test } of sample()) {
    it(`${kind}, ${language}, ${test}: passes its tests, and has nothing to complain about`, async () => {
      const place = { cwd: site, folder: `${kind}-${language}-${test}` };
      const { folder: plugin } = createPlugin({ kind, name: 'thing', language, test }, place);
      const { NODE_TEST_CONTEXT: _inherited, ...env } = process.env;
      const PATH = `${join(site, 'node_modules/.bin')}:${env['PATH'] ?? ''}`;
      const tested = await run('npm', ['test'], { cwd: plugin, env: { ...env, PATH } });
      expect(tested.stdout).to.match(/\d+ passing|# pass \d+|Tests +\d+ passed/);

      const command = [join(ROOT, 'core/bin/inspector.js'), 'plugins', 'validate', '.', '--json'];
      const { stdout } = await run(process.execPath, command, { cwd: plugin });
      const { packages } = JSON.parse(stdout) as { packages: { findings: { outcome: string }[] }[] };
      expect(packages[0]?.findings.filter(({ outcome }) => outcome !== 'ok')).to.deep.equal([]);
    });
  }
});

/** Puts the tools of this repository beside what was installed: they are those a new plugin asks for, and large. */
async function lendTools(modules: string): Promise<void> {
  const from = join(ROOT, 'node_modules');
  await mkdir(join(modules, '@types'), { recursive: true });
  await mkdir(join(modules, '.bin'), { recursive: true });
  for (const name of ['mocha', 'vitest', 'typescript', '@types/mocha', '@types/node'])
    await symlink(join(from, name), join(modules, name));
  const present = new Set(await readdir(join(modules, '.bin')));
  for (const name of ['mocha', 'vitest', 'tsc'])
    if (!present.has(name)) await symlink(join(from, '.bin', name), join(modules, '.bin', name));
}
