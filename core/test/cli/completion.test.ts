import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { describePeer } from '../../../test/peers/peer.js';
import { runProgram } from './run-program.js';

const run = promisify(execFile);
const PROGRAM = fileURLToPath(new URL('../../bin/inspector.js', import.meta.url));

const script = async (shell: string): Promise<string> => {
  const { out, err, status } = await runProgram(['completion', shell], { cwd: tmpdir() });
  expect({ err, status }).to.deep.equal({ err: '', status: 0 });
  return out;
};

/** Runs lines of a shell, with an `inspector` that knows two nodes and prints how it was called. */
async function inShell(shell: string, text: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'inspector-completion-'));
  try {
    const fake = join(folder, 'inspector');
    await writeFile(fake, '#!/bin/sh\necho "$@" >> called\nprintf "rack3-07\\nrack3-08\\n"\n');
    await chmod(fake, 0o755);
    await writeFile(join(folder, 'completion'), await script(shell));
    await writeFile(join(folder, 'lines'), text);
    const env = { PATH: `${folder}:${process.env['PATH'] ?? ''}`, HOME: folder, TERM: 'dumb' };
    const args =
      shell === 'bash' ? ['--norc', 'lines'] : shell === 'zsh' ? ['-f', 'lines'] : ['--no-config', 'lines'];
    const { stdout } = await run(shell, args, { cwd: folder, env });
    return stdout.split('\n').filter((line) => line !== '');
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What a person has typed, and what is offered; those that must be among it. */
const TYPED: readonly (readonly [readonly string[], readonly string[]])[] = [
  [['intro'], ['introspection']],
  [
    ['introspection', 'st'],
    ['start', 'status'],
  ],
  [
    ['--config', 'file', 'baseline', ''],
    ['check', 'clear', 'set', 'show'],
  ],
  [
    ['nodes', '--'],
    ['--columns', '--csv', '--help', '--json', '--url', '--where'],
  ],
  [
    ['history', 'rack3'],
    ['rack3-07', 'rack3-08'],
  ],
  [
    ['diff', '--url', 'http://elsewhere', ''],
    ['rack3-07', 'rack3-08'],
  ],
  [['completion', 'z'], ['zsh']],
];

const sorted = (lines: readonly string[]): string[] =>
  lines.map((line) => line.split('\t')[0]?.trim() ?? '').sort();

describePeer('completion in bash', ['bash'], () => {
  const offered = (words: readonly string[]): Promise<string[]> =>
    inShell(
      'bash',
      `source completion
COMP_WORDS=(inspector ${words.map((word) => `'${word}'`).join(' ')})
COMP_CWORD=${words.length}
_inspector
printf '%s\\n' "\${COMPREPLY[@]}"
[[ -e called ]] && cat called >&2 || true
`,
    );
  for (const [typed, expected] of TYPED) {
    it(`offers what may follow: ${typed.join(' ')}`, async () => {
      expect(sorted(await offered(typed))).to.include.members([...expected]);
    }).timeout(60_000);
  }

  it('offers nothing else', async () => {
    expect(sorted(await offered(['introspection', 'star']))).to.deep.equal(['start']);
    expect(await offered(['nothing-such'])).to.deep.equal([]);
  }).timeout(60_000);
});

describePeer('completion in fish', ['fish'], () => {
  const offered = (words: readonly string[]): Promise<string[]> =>
    inShell('fish', `source completion\ncomplete -C'inspector ${words.join(' ')}'\n`);
  for (const [typed, expected] of TYPED) {
    it(`offers what may follow: ${typed.join(' ')}`, async () => {
      expect(sorted(await offered(typed))).to.include.members([...expected]);
    }).timeout(60_000);
  }
});

describePeer('completion in zsh', ['zsh'], () => {
  const offered = (words: readonly string[]): Promise<string[]> =>
    inShell(
      'zsh',
      `compdef() { : }
compadd() { [[ $1 == -- ]] && shift; print -l -- "$@" }
_files() { : }
source ./completion
words=(inspector ${words.map((word) => `'${word}'`).join(' ')})
CURRENT=${words.length + 1}
_inspector
`,
    );
  for (const [typed, expected] of TYPED) {
    it(`offers what may follow: ${typed.join(' ')}`, async () => {
      const found = sorted(await offered(typed));
      const last = typed.at(-1) ?? '';
      expect(found.filter((word) => word.startsWith(last))).to.include.members([...expected]);
    }).timeout(60_000);
  }
});

describe('names for completion', () => {
  it('are none, soon and without a word, where no server answers', async () => {
    const { stdout, stderr } = await run(
      process.execPath,
      [PROGRAM, 'completion', 'names', '--url', 'http://127.0.0.1:9'],
      {
        cwd: tmpdir(),
      },
    );
    expect({ stdout, stderr }).to.deep.equal({ stdout: '', stderr: '' });
  }).timeout(60_000);

  it('are refused for another shell', async () => {
    expect((await runProgram(['completion', 'csh'], { cwd: tmpdir() })).status).to.equal(2);
  });
});
