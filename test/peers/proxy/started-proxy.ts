import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, ROOT } from '../../functional/harness.js';
import { freePort } from '../free-port.js';
import { commandPath } from '../peer.js';

/** A proxy that runs with a sample of `config/proxy`. */
export interface StartedProxy {
  /** Where clients reach it. */
  readonly url: string;
  stop(): Promise<void>;
}

/** A sample with the addresses that it says are to be changed. */
async function sample(file: string, port: number, service: string): Promise<string> {
  const text = await readFile(join(ROOT, 'config/proxy', file), 'utf8');
  return text
    .replaceAll('192.0.2.1:5050', `127.0.0.1:${String(port)}`)
    .replaceAll('127.0.0.1:5050', new URL(service).host);
}

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

async function started(
  program: string,
  folder: string,
  port: number,
  given: readonly string[],
): Promise<StartedProxy> {
  const child: ChildProcess = spawn(commandPath(program), given, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr?.on('data', (text: Buffer) => (said += text.toString()));
  const ended = once(child, 'close');
  await eventually(
    async () => {
      if (child.exitCode !== null) throw new Error(`${program} has ended:\n${said}`);
      return isOpen(port);
    },
    (open) => open,
    `the port of ${program}`,
    20_000,
  );
  return {
    url: `http://127.0.0.1:${String(port)}`,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'inspector-proxy-'));

/** @param service - where Inspector listens */
export const startHaproxy = (service: string): Promise<StartedProxy> =>
  startHaproxyWith((port) => sample('haproxy.cfg', port, service));

/** @param configuration - the text of its file, with the port that it listens at */
export async function startHaproxyWith(
  configuration: (port: number) => string | Promise<string>,
): Promise<StartedProxy> {
  const [folder, port] = [await newFolder(), await freePort()];
  const file = join(folder, 'haproxy.cfg');
  await writeFile(file, await configuration(port));
  return started('haproxy', folder, port, ['-db', '-f', file]);
}

/** @param service - where Inspector listens */
export const startNginx = (service: string): Promise<StartedProxy> =>
  startNginxWith((port) => sample('nginx.conf', port, service));

/** @param servers - the blocks of its configuration that say what it serves at a port */
export async function startNginxWith(
  servers: (port: number) => string | Promise<string>,
): Promise<StartedProxy> {
  const [folder, port] = [await newFolder(), await freePort()];
  const file = join(folder, 'nginx.conf');
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join('\n');
  await writeFile(
    file,
    `daemon off; pid ${folder}/pid; error_log stderr; events {}
    http { access_log off; ${paths}
    ${await servers(port)} }`,
  );
  return started('nginx', folder, port, ['-c', file, '-p', folder, '-e', 'stderr']);
}
