import { statSync } from 'node:fs';
import { thrownText } from '@inspector/plugin-api';
import type { Log } from '../../log/log.js';
import type { AccessMetrics } from '../../metrics/access-metrics.js';
import { createPeriodicTask, type PeriodicTask } from '../../tasks/periodic-task.js';
import { readUserFile, type Users } from './user-file.js';

/** Seconds between two looks at the file. */
const INTERVAL = 1;

/** What users that follow their file are made with. */
export interface LiveUsersOptions {
  /** Absolute path of the file. */
  readonly path: string;
  readonly log: Pick<Log, 'info' | 'error'>;
  readonly metrics: Pick<AccessMetrics, 'usersValid'>;
}

/** The users as their file has them now, or had them when it was last right. */
export class LiveUsers {
  readonly #options: LiveUsersOptions;
  readonly #task: PeriodicTask;
  #signature: string;
  #users: Users;
  #problem: string | undefined;

  /** @throws `INSP_USER_FILE_INVALID` */
  constructor(options: LiveUsersOptions) {
    this.#options = options;
    this.#signature = signatureOf(options.path);
    this.#users = readUserFile(options.path);
    options.metrics.usersValid.set(1);
    this.#task = createPeriodicTask(async () => this.look(), {
      intervalSeconds: INTERVAL,
      onError: (error) => options.log.error(thrownText(error)),
    });
  }

  /** Who is known now. */
  get current(): Users {
    return this.#users;
  }

  /** What is wrong with the file as it is; undefined: nothing, so its users are in force. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Begins to follow the file. */
  start(): void {
    this.#task.start();
  }

  /** Ends following the file. */
  stop(): Promise<void> {
    return this.#task.stop();
  }

  /** Reads the file again if something about it has changed. A file that is wrong leaves the last users in force. */
  look(): void {
    const { path, log, metrics } = this.#options;
    const signature = signatureOf(path);
    if (signature === this.#signature) return;
    this.#signature = signature;
    try {
      this.#users = readUserFile(path);
    } catch (error) {
      metrics.usersValid.set(0);
      this.#problem = `${thrownText(error)}\nThe users from before stay in force.`;
      log.error(this.#problem);
      return;
    }
    metrics.usersValid.set(1);
    this.#problem = undefined;
    log.info(`The file of users was read again: ${this.#users.size} users`);
  }
}

function signatureOf(path: string): string {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return `${found?.dev} ${found?.ino} ${found?.size} ${found?.mtimeNs}`;
}
