import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { FromFake, ToFake } from './process-main.js';
import type { FakeIronicOptions } from './server.js';

/** A fake Ironic in a process of its own, whose CPU time does not count as that of the program under test. */
export interface FakeIronicProcess {
  readonly url: string;
  readonly pid: number;
  /** CPU seconds the process has used and requests it has logged. */
  usage(): Promise<{ readonly cpuSeconds: number; readonly requests: number }>;
  close(): Promise<void>;
}

/**
 * Starts a fake Ironic in a process of its own. Nodes and ports come with the options or over HTTP.
 *
 * @param options as for `startFakeIronic`; credentials cannot be given
 */
export async function startFakeIronicProcess(
  options: Omit<FakeIronicOptions, 'credentials'> = {},
): Promise<FakeIronicProcess> {
  const child = fork(fileURLToPath(new URL('./process-main.js', import.meta.url)), { execArgv: [] });
  const ready = await ask(child, { kind: 'start', options }, 'ready');
  return {
    url: ready.url,
    pid: child.pid ?? 0,
    async usage() {
      const { cpuSeconds, requests } = await ask(child, { kind: 'usage' }, 'usage');
      return { cpuSeconds, requests };
    },
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      send(child, { kind: 'stop' });
      await exited;
    },
  };
}

function send(child: ChildProcess, message: ToFake): void {
  child.send(message);
}

function ask<Kind extends FromFake['kind']>(
  child: ChildProcess,
  message: ToFake,
  kind: Kind,
): Promise<Extract<FromFake, { kind: Kind }>> {
  return new Promise((resolve, reject) => {
    const listen = (answer: FromFake): void => {
      if (answer.kind !== kind && answer.kind !== 'failed') return;
      child.off('message', listen);
      child.off('exit', died);
      if (answer.kind === 'failed') reject(new Error(answer.message));
      else resolve(answer as Extract<FromFake, { kind: Kind }>);
    };
    const died = (code: number | null): void =>
      reject(new Error(`The fake Ironic ended with status ${String(code)} before it answered.`));
    child.on('message', listen);
    child.once('exit', died);
    send(child, message);
  });
}
