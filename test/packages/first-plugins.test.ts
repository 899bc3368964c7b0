import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { ROOT } from '../functional/harness.js';
import { BINARY, environment, pack, RegistryUnreachable } from '../functional/packed-install.js';
import { LoopbackRegistry } from './registry.js';

const run = promisify(execFile);

/** In the long form the page is followed with pnpm, too, which is installed for it. */
const MANAGERS = process.env['INSPECTOR_TEST_LONG'] === '1' ? (['npm', 'pnpm'] as const) : (['npm'] as const);

/** What stands in the fenced blocks that begin with these words, in order. */
const blocks = (page: string, words: string): string[] =>
  page
    .split('```' + words + '\n')
    .slice(1)
    .map((rest) => rest.split('```')[0] ?? '');

describe('docs/plugins/first-plugins.md, followed command by command', function () {
  this.timeout(300_000);
  let folder: string;
  let tarballs: string[];
  let page: string;

  before(async function () {
    page = await readFile(join(ROOT, 'docs/plugins/first-plugins.md'), 'utf8');
    folder = await mkdtemp(join(tmpdir(), 'inspector-first-'));
    if (!(await upstreamAnswers())) {
      if (process.env['INSPECTOR_REQUIRE_PEERS'] === '1') throw new RegistryUnreachable('npm ping failed');
      for (const test of this.test?.parent?.tests ?? []) test.title += ' (needs the npm registry)';
      this.skip();
    }
    if (MANAGERS.length > 1) {
      const words = ['install', '--no-audit', '--no-fund', '--prefix', join(folder, 'tools'), 'pnpm@10'];
      await run('npm', words, { cwd: folder });
    }
    const others = ['test/kit', 'create'].map((name) => join(ROOT, name));
    tarballs = await pack(join(folder, 'tarballs'), others);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** Runs the commands; the last one's output. One driver is taken from here that npm would compile for a minute. */
  async function follow(
    manager: 'npm' | 'pnpm',
    commands: readonly string[],
    registry: string,
  ): Promise<string> {
    const home = join(folder, manager);
    await mkdir(home);
    const npmrc = join(home, 'npmrc');
    await writeFile(npmrc, `registry=${registry}\n//${new URL(registry).host}/:_authToken=anybody\n`);
    const PATH = `${join(folder, 'tools/node_modules/.bin')}:${process.env['PATH'] ?? ''}`;
    let cwd = home;
    let said = '';
    for (const [index, command] of commands.entries()) {
      const last = index === commands.length - 1;
      if (last) await configure(cwd);
      const compiles = command.includes('@inspector/core');
      const env = {
        ...environment(),
        npm_config_userconfig: npmrc,
        npm_config_registry: registry,
        PATH,
        HOME: home,
        npm_config_audit: 'false',
        npm_config_fund: 'false',
        npm_config_update_notifier: 'false',
        ...(compiles && { npm_config_ignore_scripts: 'true' }),
      };
      const begun = performance.now();
      // pnpm is told in its own words not to compile what is lent.
      const words = command.replace('--allow-build=sqlite3', '--ignore-scripts');
      const { stdout } = await run('sh', ['-ec', `${words}\npwd >"$HOME/where"`], { cwd, env }).catch(
        (error: Error & { readonly stdout: string }) => {
          throw new Error(`${error.message}\n${error.stdout}`, { cause: error });
        },
      );
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      console.log(
        `    ${seconds.padStart(6)} s  ${command.length > 76 ? `${command.slice(0, 75)}…` : command}`,
      );
      cwd = (await readFile(join(home, 'where'), 'utf8')).trim();
      said = stdout;
      if (compiles) await lendDriver(cwd);
    }
    expect((await readdir(join(cwd, 'introspection-data'))).length).to.equal(6);
    return said;
  }

  async function configure(site: string): Promise<void> {
    await writeFile(join(site, 'inspector.config.mjs'), blocks(page, 'js')[0] ?? '');
    await writeFile(join(site, 'rules.yaml'), blocks(page, 'yaml')[0] ?? '');
  }

  for (const manager of MANAGERS) {
    it(`ends with three plugins at work in a service, with ${manager}`, async () => {
      const block = manager === 'npm' ? blocks(page, 'sh') : blocks(page, 'sh pnpm');
      const commands = block.join('').trim().split('\n');
      expect(commands.length).to.be.at.most(10);
      const registry = await LoopbackRegistry.start();
      await registry.add(tarballs);
      const before = registry.published.length;
      const said = await follow(manager, commands, registry.url).finally(() => registry.stop());

      expect(registry.published.slice(before).sort()).to.deep.equal([
        '@acme/inspector-hook-maker@0.1.0',
        '@acme/inspector-rule-label@0.1.0',
        '@acme/inspector-storage-files@0.1.0',
      ]);
      const [, example = ''] = /(machine-0: extra .*)/.exec(page) ?? [];
      expect(said).to.contain('3 of 3 finished.').and.to.contain(example);
    });
  }
});

async function lendDriver(site: string): Promise<void> {
  const store = join(site, 'node_modules/.pnpm');
  const [kept] = (await readdir(store).catch(() => [])).filter((name) => name.startsWith('sqlite3@'));
  const target = join(kept === undefined ? site : join(store, kept), BINARY);
  await mkdir(dirname(target), { recursive: true });
  await copyFile(join(ROOT, BINARY), target);
}

/** Whether the registry that npm uses otherwise can be reached. */
const upstreamAnswers = (): Promise<boolean> =>
  run('npm', ['view', 'semver', 'version', '--prefer-online', '--fetch-retries=0'], { timeout: 15_000 }).then(
    () => true,
    () => false,
  );
