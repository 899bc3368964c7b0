import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';

const run = promisify(execFile);
const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../../..');

describe('the tests that docs/plugins/contracts.md shows', function () {
  this.timeout(60_000);
  let folder: string;
  let count: number;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-contracts-'));
    const page = await readFile(join(ROOT, 'docs/plugins/contracts.md'), 'utf8');
    const blocks = page.split('```js\n').slice(1);
    count = blocks.length;
    await mkdir(join(folder, 'test'));
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    for (const [index, block] of blocks.entries()) {
      await writeFile(join(folder, `test/${index}.test.mjs`), block.split('```')[0] ?? '');
    }
  });
  after(() => rm(folder, { recursive: true }));

  it('pass as they stand', async () => {
    const mocha = join(ROOT, 'node_modules/mocha/bin/mocha.js');
    const { stdout } = await run(process.execPath, [mocha, '--no-config', 'test/*.mjs'], { cwd: folder });

    expect(stdout.match(/: conformance$/gm)).to.have.length(count);
    expect(stdout).to.match(/[1-9]\d* passing/);
  });
});
