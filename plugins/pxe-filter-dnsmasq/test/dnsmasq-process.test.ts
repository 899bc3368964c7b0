import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandError, type CommandRequest } from '@inspector/plugin-api/commands';
import { recordLog } from '@inspector/test-kit';
import { expect } from 'chai';
import { createDnsmasqProcess } from '../src/dnsmasq-process.js';

const NOTHING = {
  dnsmasqStartCommand: '',
  dnsmasqStopCommand: '',
  dnsmasqReloadCommand: '',
  dnsmasqPidFile: '',
  commandTimeout: 60,
};

function control(options: Partial<typeof NOTHING>, { root = true, status = 0 } = {}) {
  const requests: CommandRequest[] = [];
  const dnsmasq = createDnsmasqProcess(
    { ...NOTHING, ...options },
    {
      service: { rootwrapConfig: '/etc/rootwrap.conf' },
      log: recordLog(),
      root,
      run: async (request) => {
        requests.push(request);
        if (status !== 0) throw new CommandError(request, { what: `ended with status ${status}`, status });
        return { stdout: '', stderr: '' };
      },
    },
  );
  return { dnsmasq, requests };
}

describe('control of dnsmasq', () => {
  it('runs the commands through a shell, so that substitutions work', async () => {
    const { dnsmasq, requests } = control({ dnsmasqStopCommand: 'kill $(cat /run/dnsmasq.pid)' });
    await dnsmasq.stop();
    expect(requests[0]).to.deep.include({ command: 'sh', args: ['-c', 'kill $(cat /run/dnsmasq.pid)'] });
  });

  it('puts the privilege helper in front when the service does not run as root', async () => {
    const { dnsmasq, requests } = control(
      { dnsmasqStartCommand: 'systemctl start dnsmasq' },
      { root: false },
    );
    await dnsmasq.start();
    expect(requests[0]?.args[1]).to.equal(
      'sudo ironic-inspector-rootwrap /etc/rootwrap.conf systemctl start dnsmasq',
    );
  });

  it('fails when the start or reload command fails, not when the stop command does', async () => {
    const { dnsmasq } = control(
      { dnsmasqStartCommand: 'false', dnsmasqStopCommand: 'false', dnsmasqReloadCommand: 'false' },
      { status: 1 },
    );
    await dnsmasq.stop();
    for (const step of [dnsmasq.start, dnsmasq.reload]) {
      const reason = await step().then(
        () => 'nothing was thrown',
        (error: Error) => error.message,
      );
      expect(reason).to.equal('`sh -c false` ended with status 1');
    }
  });

  it('runs nothing where no command is set', async () => {
    const { dnsmasq, requests } = control({});
    await dnsmasq.start();
    await dnsmasq.stop();
    expect(requests).to.deep.equal([]);
    expect([dnsmasq.starts, dnsmasq.reloads]).to.deep.equal([false, false]);
  });

  describe('with a pid file', () => {
    let folder = '';
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'inspector-dnsmasq-'));
    });
    afterEach(() => {
      rmSync(folder, { recursive: true });
    });

    /** A process called `name` that sleeps until a signal ends it. */
    async function sleeper(name: string) {
      const program = join(folder, name);
      copyFileSync('/bin/sleep', program);
      const child = spawn(program, ['60']);
      await once(child, 'spawn');
      writeFileSync(join(folder, 'pid'), `${child.pid}\n`);
      return child;
    }
    const reload = () => control({ dnsmasqPidFile: join(folder, 'pid') }).dnsmasq.reload();

    it('sends dnsmasq SIGHUP', async () => {
      const child = await sleeper('dnsmasq');
      const ended = once(child, 'exit');
      expect(await reload()).to.equal(true);
      expect((await ended)[1]).to.equal('SIGHUP');
    });

    it('leaves another program alone that has got the number of a dead dnsmasq', async () => {
      const child = await sleeper('innocent');
      const ended = once(child, 'exit');
      expect(await reload()).to.equal(false);
      child.kill('SIGTERM');
      expect((await ended)[1]).to.equal('SIGTERM');
    });

    it('finds nothing to do without the file or with nonsense in it', async () => {
      expect(await reload()).to.equal(false);
      writeFileSync(join(folder, 'pid'), '-1');
      expect(await reload()).to.equal(false);
    });
  });
});
