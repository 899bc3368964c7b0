import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../free-port.js';
import { commandPath } from '../peer.js';
import { startDaemon } from './daemon.js';
import { isOpen } from './open-port.js';
import { Restartable } from './restartable.js';

/** Where Debian has the versions of RabbitMQ. The command in the search path would change to a user of its own. */
const VERSIONS = '/usr/lib/rabbitmq/lib';

/** Milliseconds a start may take: on a machine that has other work it is a minute. */
const START_LIMIT = 180_000;

/** The program of the newest version; undefined: it is not installed. */
export function rabbitmqProgram(): string | undefined {
  if (!existsSync(VERSIONS)) return undefined;
  const newest = readdirSync(VERSIONS).sort().at(-1);
  return newest === undefined ? undefined : join(VERSIONS, newest, 'sbin/rabbitmq-server');
}

/** A message broker of its own on 127.0.0.1. */
export interface Rabbitmq {
  /** URL as oslo.messaging writes it. */
  readonly url: string;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again on its data. */
  restart(): Promise<void>;
  /** Ends it and deletes its data. */
  stop(): Promise<void>;
}

/** Starts a RabbitMQ in a temporary folder, with a port mapper of its own, which would outlive it otherwise. */
export async function startRabbitmq(): Promise<Rabbitmq> {
  const folder = await mkdtemp(join(tmpdir(), 'inspector-rabbitmq-'));
  const [mapperPort, port, otherPort] = [await freePort(), await freePort(), await freePort()];
  await writeFile(join(folder, 'enabled_plugins'), '[].\n');
  const mapper = await startDaemon({
    command: commandPath('epmd'),
    args: ['-port', String(mapperPort), '-address', '127.0.0.1'],
    cwd: folder,
    ready: () => isOpen(mapperPort),
  });
  const broker = new Restartable({
    command: rabbitmqProgram() ?? 'rabbitmq-server',
    args: [],
    cwd: folder,
    env: {
      HOME: folder,
      ERL_EPMD_PORT: String(mapperPort),
      RABBITMQ_NODENAME: `inspector-${port}@localhost`,
      RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
      RABBITMQ_NODE_PORT: String(port),
      RABBITMQ_DIST_PORT: String(otherPort),
      RABBITMQ_MNESIA_BASE: join(folder, 'data'),
      RABBITMQ_LOG_BASE: join(folder, 'log'),
      RABBITMQ_PID_FILE: join(folder, 'pid'),
      RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
    },
    ready: () => isOpen(port),
    startLimit: START_LIMIT,
  });
  const stop = async (): Promise<void> => {
    await broker.end('kill');
    await mapper.kill();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await broker.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url: `rabbit://guest:guest@127.0.0.1:${port}/`,
    kill: () => broker.end('kill'),
    restart: () => broker.start(),
    stop,
  };
}
