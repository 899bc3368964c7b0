import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'chai';
import { eventually } from '../../functional/harness.js';
import { StartedProgram } from '../../functional/started-program.js';
import { commandPath, describePeer } from '../peer.js';

/** Listens where systemd does, and prints what it is told. Node.js has no such sockets. */
const LISTEN = `
import socket, sys
place = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
place.bind(sys.argv[1])
print("listens", flush=True)
while True:
    print(place.recv(4096).decode().replace("\\n", "|"), flush=True)
`;

describePeer('systemd', ['systemd-notify', 'python3'], function () {
  this.timeout(60_000);
  let program: StartedProgram;
  let listener: ChildProcess | undefined;
  afterEach(async () => {
    listener?.kill('SIGKILL');
    await program.end();
  });

  it('is told by its own program how the service is doing', async () => {
    program = await StartedProgram.make({ LISTEN_PORT: '0' }, (folder) => ({
      ...{ NOTIFY_SOCKET: join(folder, 'notify'), WATCHDOG_USEC: '500000' },
    }));
    const told: string[] = [];
    listener = spawn(commandPath('python3'), ['-c', LISTEN, join(program.folder, 'notify')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (listener.stdout === null) throw new Error('no output');
    const lines = createInterface({ input: listener.stdout });
    const listens = once(lines, 'line');
    lines.on('line', (line) => told.push(line));
    await listens;
    await program.serve();
    await eventually(
      () => told,
      (all) => all.some((line) => line.includes('WATCHDOG=1')),
      'a sign of life',
      30_000,
    );
    expect(await program.signal('SIGTERM')).to.equal(0);
    const states = told.flatMap((line) => /^(READY|WATCHDOG|STOPPING)=1/.exec(line)?.[1] ?? []);
    expect([...new Set(states)]).to.deep.equal(['READY', 'WATCHDOG', 'STOPPING']);
    expect(told.find((line) => line.startsWith('READY'))).to.include('STATUS=Inspector listens on http');
  });
});
