import { expect } from 'chai';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CommandError, type CommandRequest } from '../../src/commands/command.js';
import { CommandLimit } from '../../src/commands/command-limit.js';
import { runCommand } from '../../src/commands/run-command.js';

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

  describe('that start others', () => {
    let folder = '';
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'inspector-command-'));
    });
    afterEach(() => {
      rmSync(folder, { recursive: true });
    });
    const pidFile = () => join(folder, 'pid');
    const startedProcess = () => Number(readFileSync(pidFile(), 'utf8'));

    it('are killed with them when they take too long', async () => {
      const script = `sleep 60 & echo $! >'${pidFile()}'; wait`;
      const error = await failureOf(runCommand({ command: 'sh', args: ['-c', script], timeout: 2 }));
      expect(error.message).to.match(/ took longer than 2 s and was killed$/);
      await untilEnded(startedProcess());
    });

    it('fail in time although what they have started goes on and holds their output', async () => {
      const script = `setsid sleep 60 & echo $! >'${pidFile()}'; wait`;
      const error = await failureOf(runCommand({ command: 'sh', args: ['-c', script], timeout: 2 }));
      expect(error.message).to.match(/ took longer than 2 s and was killed$/);
      process.kill(startedProcess(), 'SIGKILL');
    });

    it('have ended when they have, although a server that they have started holds their output', async () => {
      const script = `setsid sleep 60 & echo $! >'${pidFile()}'; echo started`;
      const { stdout } = await runCommand({ command: 'sh', args: ['-c', script] });
      expect(stdout).to.equal('started\n');
      process.kill(startedProcess(), 'SIGKILL');
    });
  });

  describe('under a limit of the work that runs them', () => {
    it('are killed when it is used up, and named with it; none is run afterwards', async () => {
      const limit = new CommandLimit(0.2, 'acme.limit');
      await limit.during(async () => {
        const error = await failureOf(runCommand({ command: 'sleep', args: ['60'] }));
        expect(error.message).to.equal('`sleep 60` took longer than 0.2 s (acme.limit) and was killed');
        expect(await failureOf(runCommand({ command: 'true', args: [] }))).to.equal(error);
      });
      await runCommand({ command: 'true', args: [] });
    });

    it('share it', async () => {
      const limit = new CommandLimit(1.5, 'acme.limit');
      await limit.during(async () => {
        await runCommand({ command: 'sleep', args: ['0.2'] });
        expect(limit.left).to.be.lessThan(1.31);
        const error = await failureOf(runCommand({ command: 'sleep', args: ['60'] }));
        expect(error.message).to.match(
          /took longer than [01]\.\d s, the rest of the 1.5 s .*\(acme\.limit\), and was/,
        );
      });
    });

    it('keep their own when that is shorter, and do not use it up for others', async () => {
      await new CommandLimit(60, 'acme.limit').during(async () => {
        const error = await failureOf(runCommand({ command: 'sleep', args: ['60'], timeout: 0.05 }));
        expect(error.message).to.equal('`sleep 60` took longer than 0.05 s and was killed');
        await runCommand({ command: 'true', args: [] });
      });
    });
  });

  it('may end without reading their input', async () => {
    await runCommand({ command: 'true', args: [], input: 'x'.repeat(1_000_000) });
  });

  it('speak English', async () => {
    expect((await node('process.stdout.write(process.env.LC_ALL)')).stdout).to.equal('C');
  });
});

/** A process that was killed and not yet waited for by its new parent counts as ended. */
function isRunning(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

async function untilEnded(pid: number): Promise<void> {
  while (isRunning(pid)) await delay(10);
}
