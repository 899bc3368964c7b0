import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerProgram } from './database-server.js';

/** Milliseconds a server may take until it answers, on a machine that has other things to do. */
const START_LIMIT = 30_000;
const PING_INTERVAL = 20;

/** A server process of a test. */
export class RunningServer {
  readonly #program: ServerProgram;
  #process: ChildProcess | undefined;
  #output = '';

  constructor(program: ServerProgram) {
    this.#program = program;
  }

  /**
   * Starts the process and waits until it answers.
   *
   * @throws Error with what the server printed, if it ends or does not answer in 30 s
   */
  async start(): Promise<void> {
    const { command, args, env, uid, gid, ping } = this.#program;
    const child = spawn(command, args, {
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(env === undefined ? {} : { env }),
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
    });
    this.#process = child;
    this.#output = '';
    const collect = (chunk: Buffer): void => {
      this.#output = (this.#output + chunk.toString()).slice(-4000);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const limit = Date.now() + START_LIMIT;
    for (;;) {
      if (child.exitCode !== null || child.signalCode !== null) throw this.#failure('ended at once');
      try {
        await ping();
        return;
      } catch (error) {
        if (Date.now() > limit) throw this.#failure(`does not answer: ${String(error)}`);
      }
      await sleep(PING_INTERVAL);
    }
  }

  /** Ends the process, in an orderly way or with SIGKILL, and waits until it is gone. */
  async end(how: 'stop' | 'kill'): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(how === 'kill' ? 'SIGKILL' : this.#program.stopSignal);
    await gone;
  }

  #failure(what: string): Error {
    return new Error(`${this.#program.command} ${what}\n${this.#output}`);
  }
}
