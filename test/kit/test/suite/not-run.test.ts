import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { expect } from 'chai';
import { storageSuite } from '../../src/index.js';
import { notRunOf, outcomesOf } from './collected.js';
import { MemoryStorage } from './memory-storage.js';

const run = promisify(execFile);
const require = createRequire(import.meta.url);

const program = (functions: string): string => `
${functions}
import { skipping, notRun } from ${JSON.stringify(new URL('../../dist/suite/not-run.js', import.meta.url).href)};
describe('suite', () => {
  skipping(it)('needs a part', async () => notRun('breakIt'));
  skipping(it)('needs nothing', async () => undefined);
});
`;

describe('a test of a suite that needs what was not given', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-not-run-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('names it', async () => {
    const create = async () => ({ backend: new MemoryStorage(), cleanUp: async () => undefined });
    const outcomes = await outcomesOf((functions) => storageSuite({ ...functions, create }));
    expect(notRunOf(outcomes)).to.deep.equal({ 'reports it as INSP_STORAGE_FAILED': 'not run: no breakIt' });
  });

  it('is skipped by mocha', async () => {
    await writeFile(join(folder, 'mocha.test.mjs'), program(''));
    const mocha = require.resolve('mocha/bin/mocha.js');
    const { stdout } = await run(process.execPath, [mocha, '--no-config', 'mocha.test.mjs'], { cwd: folder });
    expect(stdout).to.match(/- needs a part \(not run: no breakIt\)[\s\S]*1 passing[\s\S]*1 pending/);
  });

  it('is skipped by node:test', async () => {
    await writeFile(join(folder, 'node.test.mjs'), program("import { describe, it } from 'node:test';"));
    const { NODE_TEST_CONTEXT: _inherited, ...env } = process.env;
    const flags = ['--test', '--test-reporter=tap', 'node.test.mjs'];
    const { stdout } = await run(process.execPath, flags, { cwd: folder, env });
    expect(stdout).to.match(/needs a part # SKIP not run: no breakIt/);
    expect(stdout).to.match(/^# skipped 1$/m);
  });

  it('is skipped by vitest', async () => {
    await writeFile(join(folder, 'vitest.test.mjs'), program("import { describe, it } from 'vitest';"));
    await symlink(join(import.meta.dirname, '../../../../node_modules'), join(folder, 'node_modules'));
    const vitest = join(folder, 'node_modules/vitest/vitest.mjs');
    const { stdout } = await run(process.execPath, [vitest, 'run', 'vitest.test.mjs'], { cwd: folder });
    expect(stripVTControlCharacters(stdout)).to.match(/Tests +1 passed \| 1 skipped/);
  });
});
