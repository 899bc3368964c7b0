import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../free-port.js';
import { commandPath } from '../peer.js';
import { isOpen } from './open-port.js';
import { Restartable } from './restartable.js';
import { clusterConf, proxyConf, STORAGE_KINDS, storageConf, type SwiftPlan } from './swift-conf.js';

const run = promisify(execFile);

/** The programs {@link startSwift} needs. */
export const SWIFT_COMMANDS = [
  'swift-proxy-server',
  'swift-account-server',
  'swift-container-server',
  'swift-object-server',
  'swift-ring-builder',
  'memcached',
  'unshare',
] as const;

/** A private Swift that a test has started. */
export interface SwiftServer {
  /** URL of the proxy. */
  readonly url: string;
  /** Sign-on of tempauth, for user `service:inspector` with key `inspectorpw`. */
  readonly authUrl: string;
  /** Ends the proxy; requests are refused until `restart`. */
  stopProxy(): Promise<void>;
  restart(): Promise<void>;
  /** Makes every token that was handed out worthless (tempauth keeps them in memcached). */
  forgetTokens(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a Swift of one server of each kind on 127.0.0.1. Swift's servers read `/etc/swift/swift.conf` and nothing
 * else, so each runs in a mount namespace of its own; that takes root.
 *
 * @param identityUrl - URL of a Keystone; without one Swift signs users on itself
 * @param proxyPort - port of the proxy, where a catalogue names it already
 */
export async function startSwift(identityUrl?: string, proxyPort?: number): Promise<SwiftServer> {
  const folder = await mkdtemp(join(tmpdir(), 'inspector-swift-'));
  await chmod(folder, 0o711);
  const plan: SwiftPlan = {
    folder,
    identityUrl,
    ports: {
      proxy: proxyPort ?? (await freePort()),
      account: await freePort(),
      container: await freePort(),
      object: await freePort(),
      memcached: await freePort(),
    },
  };
  await writeConfiguration(plan);
  const { ports } = plan;
  const memcached = new Restartable({
    command: commandPath('memcached'),
    args: ['-u', 'nobody', '-l', '127.0.0.1', '-p', String(ports.memcached), '-U', '0', '-m', '64'],
    cwd: '/',
    ready: () => isOpen(ports.memcached),
  });
  const storage = STORAGE_KINDS.map((kind) => server(folder, kind, ports[kind]));
  const proxy = server(folder, 'proxy', ports.proxy);
  const all = [memcached, ...storage, proxy];
  const stop = async (): Promise<void> => {
    for (const one of [...all].reverse()) await one.end('stop');
    await rm(folder, { recursive: true });
  };
  try {
    await Promise.all([memcached, ...storage].map((one) => one.start()));
    await proxy.start();
  } catch (error) {
    await stop();
    throw error;
  }
  const url = `http://127.0.0.1:${ports.proxy}`;
  return {
    url,
    authUrl: `${url}/auth/v1.0`,
    stopProxy: () => proxy.end('stop'),
    restart: () => proxy.start(),
    forgetTokens: async () => {
      await memcached.end('kill');
      await memcached.start();
    },
    stop,
  };
}

function server(folder: string, kind: string, port: number): Restartable {
  const program = commandPath(`swift-${kind}-server`);
  const script = `mount --bind "${folder}/etc" /etc/swift && exec "${program}" "${folder}/etc/${kind}-server.conf"`;
  return new Restartable({
    command: commandPath('unshare'),
    args: ['-m', 'sh', '-c', script],
    cwd: '/',
    ready: () => isOpen(port),
  });
}

async function writeConfiguration(plan: SwiftPlan): Promise<void> {
  const etc = join(plan.folder, 'etc');
  await mkdir(etc);
  await mkdir(join(plan.folder, 'srv', 'sdb1'), { recursive: true });
  await writeFile(join(etc, 'swift.conf'), clusterConf());
  await writeFile(join(etc, 'proxy-server.conf'), proxyConf(plan));
  const ring = (kind: string, ...args: string[]): Promise<unknown> =>
    run(commandPath('swift-ring-builder'), [`${kind}.builder`, ...args], { cwd: etc });
  await Promise.all(
    STORAGE_KINDS.map(async (kind) => {
      await writeFile(join(etc, `${kind}-server.conf`), storageConf(plan, kind));
      await ring(kind, 'create', '4', '1', '1');
      await ring(kind, 'add', `r1z1-127.0.0.1:${plan.ports[kind]}/sdb1`, '1');
      await ring(kind, 'rebalance');
    }),
  );
}
