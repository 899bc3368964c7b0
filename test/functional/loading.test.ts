import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './harness.js';
import { ServerProcess } from './server-process.js';

const run = promisify(execFile);

describe('what the inspector program loads', function () {
  // Some tests start several processes one after the other.
  this.timeout(60_000);
  let folder: string;
  let env: Record<string, string>;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-loading-'));
    env = {
      PATH: process.env['PATH'] ?? '',
      NODE_OPTIONS: `--require=${join(ROOT, 'test/functional/loaded-packages.cjs')}`,
      INSPECTOR_TEST_LOADED: join(folder, 'loaded.json'),
    };
  });
  afterEach(() => rm(folder, { recursive: true }));

  const loaded = async (): Promise<string[]> =>
    JSON.parse(await readFile(join(folder, 'loaded.json'), 'utf8')) as string[];
  const loadedBy = async (...args: string[]): Promise<string[]> => {
    await run(process.execPath, [join(ROOT, 'core/bin/inspector.js'), ...args], { cwd: folder, env });
    return loaded();
  };
  const loadedByService = async (): Promise<string[]> => {
    const service = await ServerProcess.start(folder, { ...env, INSPECTOR_LISTEN_PORT: '0' });
    expect((await fetch(`${service.url}/v1`)).status).to.equal(200);
    await service.stop();
    return loaded();
  };

  it('for its version is no package at all', async () => {
    expect(await loadedBy('--version')).to.deep.equal([]);
  });

  for (const command of ['', 'serve', 'demo', 'plugins', 'config', 'rule', 'dbsync', 'migrate-data']) {
    it(`for "${`${command} --help`.trim()}" is no more than texts need`, async () => {
      const packages = await loadedBy(...command.split(' ').filter(Boolean), '--help');
      expect(packages).to.include('commander');
      expect(['commander', 'ipaddr.js']).to.include.members(packages);
    });
  }

  it('for one host of an inventory is no more than reading takes', async () => {
    const config = join(folder, 'inspector.config.json');
    await writeFile(config, JSON.stringify({ plugins: { 'inventory-filesystem': { directory: folder } } }));
    const ofFile = await loadedBy('--config', config, 'inventory', '--host', 'node-1');
    expect(['commander', 'ipaddr.js', 'pluginus', 'ajv']).to.include.members(ofFile);

    await run(process.execPath, [join(ROOT, 'core/bin/inspector.js'), 'dbsync', 'upgrade'], { cwd: folder });
    await writeFile(config, JSON.stringify({ inventory: { backend: 'database' } }));
    const ofDatabase = await loadedBy('--config', config, 'inventory', '--host', 'node-1');
    expect(ofDatabase).to.include('sqlite3');
    expect(ofDatabase).not.to.include.oneOf([
      'pino',
      'semver',
      'cosmiconfig',
      'sequelize',
      'umzug',
      'lossless-json',
    ]);
  });

  it('for a service on sqlite is neither sequelize nor a driver of another database', async () => {
    const packages = await loadedByService();
    expect(packages).to.include.members(['sqlite3', 'koa']);
    expect(packages).not.to.include.oneOf(['sequelize', 'mysql2', 'pg']);
  });

  it('for a service that has nothing to do yet is neither a compiler of schemas nor an HTTP client', async () => {
    await run(process.execPath, [join(ROOT, 'scripts/compile-schemas.mjs')]);
    // The migrations of a new database load a good deal.
    await loadedByService();
    // Functions that ajv has compiled use a little of ajv, its compiler fast-uri as well.
    expect(await loadedByService()).not.to.include.oneOf(['ajv-formats', 'fast-uri', 'undici']);
  });

  it('for a service is what runs migrations only where one is missing', async () => {
    expect(await loadedByService(), 'a new database').to.include('umzug');
    expect(await loadedByService(), 'the same again').not.to.include('umzug');
  });
});
