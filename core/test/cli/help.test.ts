import { expect } from 'chai';
import { tmpdir } from 'node:os';
import { runProgram } from './run-program.js';

/** Options that must be given, or whose words say what they take the place of. */
const WITHOUT_DEFAULT = new Set('--from --to --message --revision --file --directory --data'.split(' '));

const run = (...argv: string[]) => runProgram(argv, { cwd: tmpdir() });

/** The commands of the program: those with commands below them, and the others. */
async function commands(path: readonly string[] = []): Promise<{ groups: string[][]; leaves: string[][] }> {
  const { out } = await run(...path, '--help');
  const listed = /\nCommands:\n([^]*?)(?:\n\n|$)/.exec(out)?.[1] ?? '';
  const names = [...listed.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name = '']) => name);
  if (names.length === 0) return { groups: [], leaves: [[...path]] };
  const below = [];
  for (const name of names.filter((one) => one !== 'help')) below.push(await commands([...path, name]));
  return {
    groups: [[...path], ...below.flatMap(({ groups }) => groups)],
    leaves: below.flatMap(({ leaves }) => leaves),
  };
}

describe('the help of the inspector program', () => {
  let groups: string[][];
  let leaves: string[][];
  before(async () => ({ groups, leaves } = await commands()));

  it('leads to every command', () => {
    const names = leaves.map((path) => path.join(' '));
    expect(names).to.include.members(['serve', 'demo', 'introspection data save', 'rule explain']);
    expect(names.length).to.be.above(25);
  });

  it('explains every option, argument and exit status of every command', async () => {
    for (const path of leaves) {
      const name = path.join(' ');
      const { out, err, status } = await run(...path, '--help');
      expect({ status, err }, name).to.deep.equal({ status: 0, err: '' });
      expect(out, name).to.match(
        /\nExit status:\n {2}0 {4}\S.*\n {2}1 {4}\S.*\n {2}2 {4}the arguments are wrong/,
      );
      const rows = out.split('\n').filter((line) => /^ {2}(-|[a-z]+ {2})/.test(line));
      expect(rows.length, name).to.be.above(0);
      for (const row of rows) expect(row, name).to.match(/^ {2}\S.* {2,}\S/);
    }
  });

  it('says what happens without an option that takes a value', async () => {
    for (const path of leaves) {
      const { out } = await run(...path, '--help');
      const text = out.replaceAll(/\n {6,}/g, ' ');
      const optional = [...text.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+) <[^>]+> (.*)$/gm)];
      for (const [, option = '', words = ''] of optional) {
        if (!WITHOUT_DEFAULT.has(option))
          expect(words, `${path.join(' ')} ${option}`).to.match(/[( ]default: /);
      }
    }
  });

  it('is the same behind "help" as behind "--help"', async () => {
    for (const path of [...groups.filter(({ length }) => length > 0), ...leaves]) {
      const { out } = await run(...path, '--help');
      expect(out).to.include(`Usage: inspector ${path.join(' ')} `);
      expect((await run('help', ...path)).out).to.equal(out);
    }
  });

  for (const argv of [
    ['nope'],
    ['nope', '--help'],
    ['help', 'nope'],
    ['rule', 'trace'],
    ['rule', 'trace', '--help'],
    ['rule', 'trace', '-h'],
    ['help', 'rule', 'trace'],
    ['rule', 'help', 'trace'],
    ['introspection', 'data', 'trace', '--help'],
    ['--config', 'x.json', 'rule', 'trace', '--help'],
  ]) {
    it(`is not given for a command that does not exist: ${argv.join(' ')}`, async () => {
      const { status, out, err } = await run(...argv);
      expect({ status, out }).to.deep.equal({ status: 2, out: '' });
      expect(err).to.match(/^error: unknown command '(nope|trace)'\n/);
    });
  }

  it('names the command that was probably meant', async () => {
    expect((await run('rule', 'lst', '--help')).err).to.include('Did you mean list?');
  });
});
