import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../free-port.js';
import { commandPath, findCommand } from '../peer.js';
import { ini } from './ironic-conf.js';
import { configuration, IRONIC_INSPECTOR_PROGRAMS } from './ironic-inspector.js';
import { isOpen } from './open-port.js';
import { rabbitmqProgram, startRabbitmq, type Rabbitmq } from './rabbitmq.js';
import { Restartable } from './restartable.js';
import { run } from './run.js';

const API = '/usr/bin/ironic-inspector-api-wsgi';
const CONDUCTOR = '/usr/bin/ironic-inspector-conductor';
const COMMANDS = [
  ...IRONIC_INSPECTOR_PROGRAMS,
  API,
  CONDUCTOR,
  'uwsgi_python3',
  'memcached',
  'epmd',
] as const;
/** Processes of the API. */
const PROCESSES = 2;

/** Programs that {@link startSplitIronicInspector} misses here. */
export function missingForSplit(): readonly string[] {
  const missing = COMMANDS.filter((command) => findCommand(command) === undefined);
  return rabbitmqProgram() === undefined ? [...missing, 'rabbitmq-server'] : missing;
}

/** The service that Inspector replaces, in several processes: API under uWSGI, and conductors. */
export interface SplitIronicInspector {
  readonly url: string;
  readonly conductors: readonly Restartable[];
  readonly rabbitmq: Rabbitmq;
  /** What tells who is there. */
  readonly memcached: Restartable;
  /** Ends all of it and deletes its folder; the database stays. */
  stop(): Promise<void>;
}

/**
 * Starts it on free ports of 127.0.0.1, with two conductors, a RabbitMQ and a memcached of its own.
 *
 * @param database - connection URL of an empty database as SQLAlchemy writes it
 */
export async function startSplitIronicInspector(
  ironicUrl: string,
  database: string,
): Promise<SplitIronicInspector> {
  const folder = await mkdtemp(join(tmpdir(), 'inspector-split-'));
  const ends: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  const begin = async (options: ConstructorParameters<typeof Restartable>[0]): Promise<Restartable> => {
    const daemon = new Restartable(options);
    ends.push(() => daemon.end('kill'));
    await daemon.start();
    return daemon;
  };
  try {
    const rabbitmq = await startRabbitmq();
    ends.push(() => rabbitmq.stop());
    const cachePort = await freePort();
    const memcached = await begin({
      command: commandPath('memcached'),
      args: ['-u', 'nobody', '-l', '127.0.0.1', '-p', String(cachePort)],
      cwd: folder,
      ready: () => isOpen(cachePort),
    });
    const port = await freePort();
    const configure = async (host: string): Promise<string> => {
      const own = join(folder, host);
      for (const name of ['lock', 'hostsdir', 'ramdisk-logs'])
        await mkdir(join(own, name), { recursive: true });
      const options = {
        DEFAULT: { host, standalone: 'false', transport_url: rabbitmq.url },
        coordination: { backend_url: `memcached://127.0.0.1:${cachePort}` },
      };
      const file = join(own, 'inspector.conf');
      await writeFile(file, ini(configuration(own, port, { ironicUrl, database, options })));
      return file;
    };
    const api = await configure('api');
    await run('/usr/bin/ironic-inspector-dbsync', ['--config-file', api, 'upgrade'], { cwd: folder });
    const conductors: Restartable[] = [];
    for (const host of ['one', 'two']) {
      const file = await configure(host);
      const ready = readiness(join(folder, host, 'inspector.log'));
      conductors.push(await begin({ command: CONDUCTOR, args: ['--config-file', file], cwd: folder, ready }));
    }
    const url = `http://127.0.0.1:${port}`;
    await begin({
      command: commandPath('uwsgi_python3'),
      args: [
        ...['--http-socket', `127.0.0.1:${port}`, '--wsgi-file', API, '--master', '--lazy-apps'],
        ...['--processes', String(PROCESSES), '--die-on-term', '--add-header', 'Connection: close'],
        ...['--pyargv', `--config-file ${api}`],
      ],
      cwd: folder,
      ready: async () => (await fetch(url, { signal: AbortSignal.timeout(5000) })).ok,
    });
    return { url, conductors, rabbitmq, memcached, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Whether a conductor that was started takes calls: only its log tells, which goes on from start to start. */
function readiness(log: string): () => Promise<boolean> {
  let lives = 0;
  return async () => {
    const starts = (await readFile(log, 'utf8')).split('Created RPC server').length - 1;
    if (starts <= lives) return false;
    lives = starts;
    return true;
  };
}
