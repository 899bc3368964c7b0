import { expect } from 'chai';
import { PassThrough } from 'node:stream';
import { createProgress } from '../../../src/cli/demo/progress.js';

/** What a terminal would be sent. */
async function onTerminal(nodes: readonly string[], changes: readonly [string, string][]): Promise<string> {
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 100, rows: 40 });
  const text: string[] = [];
  stdout.on('data', (chunk: Buffer) => text.push(chunk.toString()));
  const progress = createProgress(nodes, { stdout, print: () => expect.fail('printed a plain line') });
  for (const [node, state] of changes) progress.show(node, state);
  progress.end();
  stdout.end();
  await new Promise((resolve) => stdout.once('end', resolve));
  return text.join('');
}

describe('progress of the demonstration', () => {
  it('prints one line per change where nobody watches', () => {
    const lines: string[] = [];
    const progress = createProgress(['a', 'longer'], {
      stdout: new PassThrough(),
      print: (line = '') => void lines.push(line),
    });
    progress.show('a', 'waiting');
    progress.show('longer', 'finished');
    progress.end();
    expect(lines).to.deep.equal(['a       waiting', 'longer  finished']);
  });

  it('shows a bar for each node on a terminal', async () => {
    const text = await onTerminal(
      ['a', 'b'],
      [
        ['a', 'finished'],
        ['b', 'waiting'],
      ],
    );
    expect(text).to.match(/a {2}={24} {2}finished/);
    expect(text).to.match(/b {2}={12}-{12} {2}waiting/);
  });

  it('shows one bar for many nodes', async () => {
    const nodes = Array.from({ length: 30 }, (_, index) => `machine-${index}`);
    const text = await onTerminal(nodes, [
      ['machine-0', 'finished'],
      ['machine-1', 'error'],
      ['machine-2', 'waiting'],
    ]);
    expect(text).to.contain('2 of 30 done, 1 failed, 1 booting');
  });
});
