import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { expect } from 'chai';
import { eventually } from './harness.js';
import { StartedProgram } from './started-program.js';

/** Notes what it is told, a line each time, as systemd would read it. */
const NOTIFY = `#!/bin/sh
printf '%s|' "$@" >>"$NOTIFY_SOCKET"
echo >>"$NOTIFY_SOCKET"
`;

describe('a service manager that wants to know', function () {
  this.timeout(60_000);
  let program: StartedProgram;
  afterEach(() => program.end());

  const make = (others: Readonly<Record<string, string>> = {}, withNotify = true): Promise<void> =>
    StartedProgram.make({ LISTEN_PORT: '0' }, (folder) => ({
      ...(withNotify
        ? { PATH: `${join(folder, 'bin')}${delimiter}${process.env['PATH']}` }
        : { PATH: folder }),
      NOTIFY_SOCKET: join(folder, 'told'),
      ...others,
    })).then(async (made) => {
      program = made;
      if (!withNotify) return;
      await mkdir(join(made.folder, 'bin'));
      await writeFile(join(made.folder, 'bin/systemd-notify'), NOTIFY);
      await chmod(join(made.folder, 'bin/systemd-notify'), 0o755);
    });
  const told = async (): Promise<string[]> => {
    const text = await readFile(join(program.folder, 'told'), 'utf8').catch(() => '');
    return text.split('\n').slice(0, -1);
  };
  const toldOnce = (what: RegExp, times = 1): Promise<string[]> =>
    eventually(
      told,
      (lines) => lines.filter((line) => what.test(line)).length >= times,
      String(what),
      30_000,
    );

  it('is told when the service is ready, reads its configuration again, and stops', async () => {
    await make();
    await program.serve();
    expect((await toldOnce(/./))[0]).to.match(/^READY=1\|STATUS=Inspector listens on http:\S+\|$/);
    program.send('SIGHUP');
    await toldOnce(/^READY=1/, 2);
    expect(await program.signal('SIGTERM')).to.equal(0);
    const lines = await told();
    expect(lines.map((line) => line.split('|')[0])).to.deep.equal([
      'READY=1',
      'RELOADING=1',
      'READY=1',
      'STOPPING=1',
    ]);
  });

  it('gets signs of life while it waits for them, and only then', async () => {
    await make({ WATCHDOG_USEC: '200000' });
    await program.serve();
    await toldOnce(/^WATCHDOG=1\|$/, 3);
    expect((await told())[0]).to.match(/^READY=1/);
    await program.end();

    await make({ WATCHDOG_USEC: '200000', WATCHDOG_PID: '1' });
    await program.serve();
    await toldOnce(/^READY=1/);
    await program.signal('SIGTERM');
    expect(await told()).not.to.include('WATCHDOG=1|');
  });

  it('does not keep a service from running where nobody can tell it', async () => {
    await make({}, false);
    await program.serve();
    await program.saidOnce(/The service manager could not be told/);
    expect(program.said).to.include('Install systemd-notify, or write Type=exec');
    expect(await program.signal('SIGTERM')).to.equal(0);
    expect(program.said.match(/could not be told/g)).to.have.length(1);
  });
});
