import type { Daemon } from './daemon.js';

/** A private database server that a test has started. */
export interface DatabaseServer {
  /** Connection URL in the form the configuration takes; the database in it is empty. */
  readonly url: string;
  /** Its process. */
  readonly pid: number;
  /** Makes another empty database on the server and answers its URL. */
  create(name: string): Promise<string>;
  /** Ends the server in an orderly way and removes its files. */
  stop(): Promise<void>;
  /** Ends the server as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again, on the same port and files; resolves when it answers. */
  restart(): Promise<void>;
}

/**
 * The life of a server whose files and port stay the same from start to start.
 *
 * @param start starts the process and resolves when it answers
 * @param remove removes its files
 */
export async function databaseServer(
  start: () => Promise<Daemon>,
  remove: () => Promise<void>,
  create: DatabaseServer['create'],
): Promise<DatabaseServer> {
  try {
    let daemon = await start();
    return {
      url: await create('inspector'),
      create,
      get pid() {
        return daemon.pid;
      },
      kill: () => daemon.kill(),
      async restart() {
        daemon = await start();
      },
      async stop() {
        await daemon.stop();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
