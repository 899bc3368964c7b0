import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';

const run = promisify(execFile);
const EXAMPLES = dirname(dirname(fileURLToPath(import.meta.url)));
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

/** Without what the npm that runs these tests hands down to its scripts. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle|command|node)/i.test(name)),
);

async function scripts(name: string): Promise<Record<string, string>> {
  const manifest = JSON.parse(await readFile(join(EXAMPLES, name, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  return manifest.scripts;
}

describe('an example plugin that was copied out of the repository', function () {
  this.timeout(60_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-copied-'));
    await cp(join(EXAMPLES, 'hook-rack'), folder, { recursive: true });
    await symlink(join(EXAMPLES, '../../../node_modules'), join(folder, 'node_modules'));
  });
  after(() => rm(folder, { recursive: true }));

  it('is tested by npm test', async () => {
    const { stdout } = await run('npm', ['test'], { cwd: folder, env: environment });

    expect(stdout).to.match(/[1-9]\d* passing/);
  });

  it('is built and found good by npm run build and npm run validate', async () => {
    await run('npm', ['run', 'build'], { cwd: folder, env: environment });
    const { stdout } = await run('npm', ['run', 'validate'], { cwd: folder, env: environment });

    expect(stdout).to.contain('It can be used.');
  });

  it('has the scripts all of them have', async () => {
    const all = await Promise.all(PACKAGES.map(scripts));

    expect(new Set(all.map((one) => JSON.stringify(one)))).to.have.length(1);
  });
});
