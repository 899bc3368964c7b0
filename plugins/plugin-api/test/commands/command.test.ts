import { expect } from 'chai';
import { CommandError, runCommand, type CommandRequest } from '../../src/commands/command.js';

const node = (script: string, rest: Partial<CommandRequest> = {}) =>
  runCommand({ command: process.execPath, args: ['-e', script], ...rest });

async function failureOf(work: Promise<unknown>): Promise<CommandError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!CommandError.is(error)) throw new Error(`expected a CommandError, got ${String(error)}`);
  return error;
}

describe('external programs', () => {
  it('get their input and give back what they write', async () => {
    const { stdout } = await runCommand({ command: 'cat', args: [], input: 'add element\n' });
    expect(stdout).to.equal('add element\n');
  });

  it('fail with their name, status and standard error', async () => {
    const error = await failureOf(
      runCommand({ command: 'sh', args: ['-c', 'echo "No chain by that name" >&2; exit 2'] }),
    );
    expect(error.status).to.equal(2);
    expect(error.stderr).to.equal('No chain by that name');
    expect(error.message).to.match(/^`sh -c .*` ended with status 2: No chain by that name$/);
  });

  it('say that they are not installed', async () => {
    const error = await failureOf(runCommand({ command: 'inspector-no-such-program', args: ['-S'] }));
    expect(error.missing).to.equal(true);
    // an ordinary user may have folders in the search path that it cannot look into
    expect(error.message).to.match(/^`inspector-no-such-program -S` is not installed( or may not be run)?$/);
  });

  it('are killed when they take too long', async () => {
    const error = await failureOf(runCommand({ command: 'sleep', args: ['60'], timeout: 0.05 }));
    expect(error.message).to.equal('`sleep 60` took longer than 0.05 s and was killed');
  });

  it('may end without reading their input', async () => {
    await runCommand({ command: 'true', args: [], input: 'x'.repeat(1_000_000) });
  });

  it('speak English', async () => {
    expect((await node('process.stdout.write(process.env.LC_ALL)')).stdout).to.equal('C');
  });
});
