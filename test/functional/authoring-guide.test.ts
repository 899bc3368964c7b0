import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { ROOT } from './harness.js';

const run = promisify(execFile);

/** What stands in the fenced blocks that begin with these words, in order. */
const blocks = (page: string, language: string): string[] =>
  page
    .split('```' + language + '\n')
    .slice(1)
    .map((rest) => rest.split('```')[0] ?? '');

describe('a plugin written as docs/plugins/authoring.md says', function () {
  this.timeout(60_000);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-guide-'));
    const page = await readFile(join(ROOT, 'docs/plugins/authoring.md'), 'utf8');
    const [hook = '', test = ''] = blocks(page, 'js');
    const [manifest = ''] = blocks(page, 'json fragment');
    await mkdir(join(folder, 'lib'));
    await mkdir(join(folder, 'test'));
    await mkdir(join(folder, 'node_modules'));
    await symlink(join(ROOT, 'node_modules/@inspector'), join(folder, 'node_modules/@inspector'));
    await writeFile(join(folder, 'lib/index.js'), hook);
    await writeFile(join(folder, 'test/rack.test.js'), test);
    await writeFile(join(folder, 'package.json'), '{}');
    const assignments = blocks(page, 'sh').flatMap(
      (block) => /^npm pkg set .*$/gm[Symbol.match](block) ?? [],
    );
    for (const line of assignments) await run('sh', ['-c', line], { cwd: folder });
    const made = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as object;
    const content = { version: '1.0.0', ...made, ...(JSON.parse(`{${manifest}}`) as object) };
    await writeFile(join(folder, 'package.json'), JSON.stringify(content));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('is found good by inspector plugins validate, without a warning', async () => {
    const command = [join(ROOT, 'core/bin/inspector.js'), 'plugins', 'validate', '.'];
    const { stdout } = await run(process.execPath, command, { cwd: folder });

    expect(stdout).to.contain('"rack_position": ./lib/index.js, options racks');
    expect(stdout).to.not.contain('warn');
  });

  it('passes the tests written beside it', async () => {
    const mocha = join(ROOT, 'node_modules/mocha/bin/mocha.js');
    const { stdout } = await run(process.execPath, [mocha, '--no-config', 'test/rack.test.js'], {
      cwd: folder,
    });

    expect(stdout)
      .to.contain('writes the rack of a machine')
      .and.to.match(/\d+ passing/);
  });
});
