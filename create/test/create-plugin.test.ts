import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import semver from 'semver';
import { createPlugin, KIND_WORDS, main, type PluginRequest } from '../src/index.js';
import { contractRange } from '../src/versions.js';

describe('create-inspector-plugin', () => {
  let cwd: string;
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'create-plugin-'));
  });
  afterEach(() => rm(cwd, { recursive: true }));

  const json = async (folder: string): Promise<Record<string, unknown>> =>
    JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
  const run = (...words: string[]) => {
    const lines: string[] = [];
    const complaints: string[] = [];
    const place = {
      cwd,
      print: (line: string) => void lines.push(line),
      warn: (line: string) => void complaints.push(line),
    };
    return { code: main(words, place), text: lines.join('\n'), complaints: complaints.join('\n') };
  };

  it('makes a package that npm and Inspector know by its name', async () => {
    const { folder, packageName } = createPlugin({ kind: 'hook', name: '@acme/rack' }, { cwd });
    expect(packageName).to.equal('@acme/inspector-hook-rack');
    expect(folder).to.equal(join(cwd, 'inspector-hook-rack'));
    expect(await json(folder)).to.deep.include({
      name: '@acme/inspector-hook-rack',
      repository: { type: 'git', url: 'git+https://github.com/acme/inspector-hook-rack.git' },
      inspector: { api: 1, entryPoints: { 'inspector.hook.processing': { rack: './dist/index.js' } } },
    });
  });

  it('takes the name of a package for its id', () => {
    for (const name of ['rack', 'inspector-hook-rack'])
      expect(createPlugin({ kind: 'hook', name }, { cwd, folder: name })).to.include({
        packageName: 'inspector-hook-rack',
      });
  });

  it('takes author and repository from git, without credentials', async () => {
    const folder = join(cwd, 'mine');
    await mkdir(folder);
    const git = (...words: string[]) => execFileSync('git', words, { cwd: folder });
    git('init', '--quiet');
    git('config', 'user.name', 'Ada Example');
    git('remote', 'add', 'origin', 'https://ada:secret@git.example.org/ada/rack.git');
    const { guessedRepository } = createPlugin({ kind: 'hook', name: 'rack' }, { cwd, folder: 'mine' });
    expect(guessedRepository).to.equal(undefined);
    expect(await json(folder)).to.deep.include({
      author: 'Ada Example',
      homepage: 'https://git.example.org/ada/rack#readme',
      repository: { type: 'git', url: 'git+https://git.example.org/ada/rack.git' },
    });
    expect(await readFile(join(folder, 'LICENSE'), 'utf8')).to.contain('Ada Example');
  });

  it('leaves nothing of TypeScript in JavaScript, and nothing to fill in anywhere', async () => {
    for (const kind of KIND_WORDS) {
      for (const language of ['ts', 'js']) {
        const place = { cwd, folder: `${kind}-${language}` };
        const { folder, files } = createPlugin({ kind, name: 'thing', language, ci: true }, place);
        expect(files).to.include.members([
          'README.md',
          'LICENSE',
          '.gitignore',
          '.github/workflows/test.yml',
        ]);
        for (const file of files) {
          const text = await readFile(join(folder, file), 'utf8');
          expect(text, `${kind} ${file}`).to.not.match(/[⟦⟧]|(?<!\$)\{\{/);
          if (file.endsWith('.js')) expect(text).to.not.match(/\bimport type\b|, type |: string\b/);
        }
      }
    }
  });

  it('asks for versions that fit pre-releases, too', () => {
    expect(contractRange('1.0.0')).to.equal('^1.0.0 || ^1.1.0-0');
    for (const [own, others] of Object.entries({
      '1.0.0': ['1.0.0', '1.0.7', '1.4.0', '1.1.0-rc.1'],
      '1.3.2': ['1.3.0', '1.3.9', '1.4.0-alpha.0', '1.9.0'],
      '1.1.0-rc.1': ['1.1.0-rc.1', '1.1.0-rc.2', '1.1.0', '1.2.0-rc.0'],
    }))
      for (const other of others)
        expect(semver.satisfies(other, contractRange(own)), `${own} ${other}`).to.equal(true);
    expect(semver.satisfies('2.0.0', contractRange('1.0.0'))).to.equal(false);
    expect(semver.satisfies('2.0.0-rc.1', contractRange('1.0.0'))).to.equal(false);
  });

  it('touches nothing in a folder that is not empty', async () => {
    const folder = join(cwd, 'inspector-hook-rack');
    await mkdir(folder);
    await writeFile(join(folder, 'notes'), 'mine');
    const { code, complaints } = run('hook', 'rack');
    expect(code).to.equal(1);
    expect(complaints).to.contain('is not empty: notes is there already');
    expect(await readdir(folder)).to.deep.equal(['notes']);
  });

  it('says where a file stands in the way', async () => {
    await writeFile(join(cwd, 'taken'), '');
    const { code, complaints } = run('hook', 'rack', '--folder', 'taken');
    expect(code).to.equal(1);
    expect(complaints).to.contain('is no folder that can be used');
  });

  it('says what it made and what comes next, and what it guessed', () => {
    const { code, text } = run('storage', 'files');
    expect(code).to.equal(0);
    expect(text).to.contain('  cd inspector-storage-files\n  npm install\n  npm test');
    expect(text).to.contain('your-name/inspector-storage-files in package.json is a guess');
  });

  const refused: readonly (readonly [Partial<PluginRequest>, RegExp])[] = [
    [{ kind: 'hooks' }, /no kind of plugin called "hooks". Choose one of: hook, node-not-found,/],
    [{ kind: 'rule' }, /Choose one of: .*condition, action/],
    [{ name: '' }, /cannot be the name of a hook plugin/],
    [{ name: 'Rack' }, /lower-case letters/],
    [{ name: '../rack' }, /cannot be the name/],
    [{ name: '-rack' }, /begins with a letter or digit/],
    [{ name: 'inspector-storage-rack' }, /The package is called inspector-hook-rack then/],
    [{ name: '@/rack' }, /"@" is no scope/],
    [{ name: '@acme/a/b' }, /cannot be the name/],
    [{ name: 'a'.repeat(200) }, /cannot be the name/],
    [{ name: 'rack\nmore' }, /cannot be the name/],
    [{ language: 'coffee' }, /no language "coffee" here. Choose one of: ts, js/],
    [{ test: 'jest' }, /no test runner "jest" here. Choose one of: mocha, node, vitest/],
  ];
  for (const [request, text] of refused) {
    it(`refuses ${JSON.stringify(request).slice(0, 40)}, and makes nothing`, async () => {
      const wanted = { kind: 'hook', name: 'rack', ...request };
      expect(() => createPlugin(wanted, { cwd })).to.throw(text);
      expect(await readdir(cwd)).to.deep.equal([]);
    });
  }

  it('shows its usage where words are missing or too many', () => {
    expect(run()).to.include({ code: 2 });
    expect(run('hook').complaints).to.contain('Usage: npm create inspector-plugin KIND NAME');
    expect(run('hook', 'rack', 'js').complaints).to.contain('Too many words: js');
    expect(run('hook', 'rack', '--wrong')).to.include({ code: 2 });
    expect(run('--help')).to.include({ code: 0 });
  });
});
