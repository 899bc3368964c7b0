import { expect } from 'chai';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from './run-program.js';

const NODE = '6f5b1f2e-1d0c-4a6e-9e57-0c6a2f0b9a11';

/** Each command that reads the configuration, with the arguments that it needs. */
const CONFIGURED = [
  'serve',
  'api',
  'conductor',
  'demo',
  'inventory --list',
  'inventory --host a',
  'inventory export',
  'inventory history',
  'inventory diff a',
  'inventory check',
  'inventory import good.json --merge',
  'inventory restore a',
  'inventory migrate --from filesystem --to database',
  'inventory generate',
  'plugins list',
  'plugins info a',
  'plugins validate',
  'doctor',
  'config print',
  'config validate',
  'policy check --as good.json',
  'policy validate',
  'policy show',
  'backup a',
  'restore a',
  'migrate-data --from database --to none',
  'dbsync upgrade',
  'dbsync stamp --revision head',
  'dbsync current',
];

/** Commands that know nothing of a configuration: they ask a server, or work on files or the program itself. */
const WITHOUT = new Set([
  'introspection start',
  'introspection status',
  'introspection list',
  'introspection abort',
  'introspection reapply',
  'introspection data save',
  'rule import',
  'rule export',
  'rule list',
  'rule show',
  'rule delete',
  'rule explain',
  'pxe-filter status',
  'cluster status',
  'history',
  'diff',
  'nodes',
  'unmatched',
  'wait',
  'why',
  'events',
  'completion',
  'baseline set',
  'baseline show',
  'baseline clear',
  'baseline check',
  'plugins create',
  'config import',
  'policy convert',
  'dbsync history',
  'dbsync heads',
  'dbsync branches',
  'dbsync show',
  'dbsync revision',
]);

/** Every argument and option that names a file or a folder to read; `{}` stands for it. */
const READ = [
  '--config {} config print',
  `introspection reapply ${NODE} --data {}`,
  'rule import {}',
  `rule explain ${NODE} --file {}`,
  'inventory -f {} --list',
  'inventory -f {} --host a',
  'inventory -f {} --clear-ips',
  'inventory check {}',
  'inventory import {} --replace',
  'plugins validate ./{}',
  'plugins validate ./plugin --setup --options {}',
  'config import {}',
  'policy check --as {}',
  'policy validate {}',
  'policy convert {}',
  'demo --rules {}',
  'introspection start --file {}',
  'wait --file {}',
  'restore {}',
];

/** Those that name a file to write, and ask no server before. */
const WRITTEN = ['backup {}', 'config import old.conf -o {}', 'policy convert old.json -o {}'];

/** What only somebody who knows the system understands, or what comes from a defect. */
const RAW = /ENOENT|ENOTDIR|EISDIR|errno|syscall|Unexpected|Error:|\n {4}at /;

describe('a file that is not there', () => {
  let cwd: string;
  before(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'inspector-missing-'));
    await mkdir(join(cwd, 'folder'));
    await mkdir(join(cwd, 'plugin'));
    await writeFile(join(cwd, 'plugin/package.json'), '{"name": "inspector-hook-a"}');
    await writeFile(join(cwd, 'good.json'), '{"_meta": {"hostvars": {}}}');
    await writeFile(join(cwd, 'old.conf'), '[DEFAULT]\nlisten_port = 5050\n');
    await writeFile(join(cwd, 'old.json'), '{}');
  });
  after(() => rm(cwd, { recursive: true }));

  const run = (words: string) =>
    runProgram(words.split(' '), { cwd, env: { INSPECTOR_URL: 'http://127.0.0.1:1' } });

  it('is looked for by every command that has a configuration', async () => {
    const known = new Set([...CONFIGURED.map(nameOf), ...WITHOUT]);
    expect((await leaves()).filter((name) => !known.has(name))).to.deep.equal([]);
  });

  for (const words of CONFIGURED) {
    it(`is named by "inspector --config none.json ${words}" in one sentence`, async () => {
      const { status, out, err } = await run(`--config none.json ${words}`);
      expect({ status, out, err }).to.deep.equal({
        status: 1,
        out: '',
        err: `INSP_CONFIG_UNREADABLE: There is no configuration file ${join(cwd, 'none.json')}. Name the right one with --config FILE.\n`,
      });
    });
  }

  for (const words of READ) {
    it(`is named by "inspector ${words.replace('{}', 'none.json')}", and so is a folder in its place`, async () => {
      for (const name of ['none.json', 'folder']) {
        const { status, out, err } = await run(words.replace('{}', name));
        const said = `${out}${err}`;
        expect(status, said).to.equal(1);
        expect(said).to.contain(name);
        expect(said).not.to.match(RAW);
      }
    });
  }

  for (const words of WRITTEN) {
    it(`cannot be made by "inspector ${words.replace('{}', 'none/new.json')}", which names the folder`, async () => {
      const { status, out, err } = await run(words.replace('{}', 'none/new.json'));
      expect(status, err).to.equal(1);
      expect(out).to.equal('');
      expect(err)
        .to.contain(`the folder ${join(cwd, 'none')} does not exist`)
        .and.not.match(RAW);
    });
  }
});

const nameOf = (words: string): string =>
  words
    .split(' ')
    .filter((_, index, all) => !all.slice(0, index + 1).some((one) => one.startsWith('-')))
    .join(' ')
    .replace(/ (?:a|good\.json)$/, '');

/** The commands of the program that have none below them, and `inventory`, which works by itself. */
async function leaves(path: readonly string[] = []): Promise<string[]> {
  const { out } = await runProgram([...path, '--help'], { cwd: tmpdir() });
  const listed = /\nCommands:\n([^]*?)(?:\n\n|$)/.exec(out)?.[1] ?? '';
  const names = [...listed.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name = '']) => name);
  if (names.length === 0) return [path.join(' ')];
  const found: string[] = [];
  for (const name of names.filter((one) => one !== 'help')) found.push(...(await leaves([...path, name])));
  return found;
}
