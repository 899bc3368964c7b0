import { execFile } from 'node:child_process';
import { thrownText } from '@inspector/plugin-api';
import type { Log } from '../log/log.js';

/** Part of the time that the manager waits for a sign of life after which the next one is given; systemd advises half of it. */
const PART = 0.4;

/** Milliseconds that telling may take. */
const LIMIT = 5000;

/**
 * The service manager that has started this process, where it wants to know how the process is doing: systemd with
 * `Type=notify`, see sd_notify(3). Node.js has no datagrams over unix sockets, so the program `systemd-notify` tells it.
 * Nothing here ever fails a service.
 */
export class ServiceManager {
  #told: Promise<void> = Promise.resolve();
  #beat: NodeJS.Timeout | undefined;
  #isSilent: boolean;

  /** @param env - as the manager gave it to this process */
  constructor(
    private readonly env: Readonly<Record<string, string | undefined>>,
    private readonly log: Pick<Log, 'warn'>,
  ) {
    this.#isSilent = !env['NOTIFY_SOCKET'];
  }

  /**
   * Says that the process serves, or serves again. From then on it gives signs of life, where the manager waits for them:
   * they come from the thread that serves, so there is none while that is stuck.
   *
   * @param status - one line for people
   */
  ready(status: string): void {
    this.#tell('READY=1', `STATUS=${status}`);
    const milliseconds = this.#patience * PART;
    if (milliseconds > 0) this.#beat ??= setInterval(() => this.#tell('WATCHDOG=1'), milliseconds).unref();
  }

  /** Says that the configuration is read again; {@link ready} says that it was. */
  reloading(): void {
    this.#tell('RELOADING=1', 'STATUS=Reads its configuration again');
  }

  /** Says that the process ends, once its work has. */
  stopping(): void {
    clearInterval(this.#beat);
    this.#tell('STOPPING=1', 'STATUS=Waits for work to end');
  }

  /** Milliseconds without a sign of life after which the manager ends the process; 0: it does not wait for any. */
  get #patience(): number {
    const { WATCHDOG_USEC: microseconds, WATCHDOG_PID: pid } = this.env;
    if (this.#isSilent || (pid && Number(pid) !== process.pid)) return 0;
    return Number(microseconds ?? 0) / 1000;
  }

  /** What is told later arrives later. */
  #tell(...assignments: readonly string[]): void {
    if (this.#isSilent) return;
    this.#told = this.#told.then(
      () =>
        new Promise((resolve) => {
          execFile('systemd-notify', assignments, { env: this.env, timeout: LIMIT }, (error) => {
            if (error !== null) this.#failed(error);
            resolve();
          });
        }),
    );
  }

  #failed(error: Error): void {
    if (this.#isSilent) return;
    const { code } = error as NodeJS.ErrnoException;
    // Nothing else is told where there is nobody who could.
    this.#isSilent = code === 'ENOENT';
    this.log.warn(
      `The service manager could not be told how this process is doing (${thrownText(error)}). ` +
        'Install systemd-notify, or write Type=exec and no WatchdogSec into the unit',
    );
  }
}
