import { writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandPath } from '../peer.js';
import { startDaemon, type Daemon } from '../servers/daemon.js';
import type { DhcpNetwork } from './network.js';

const PROGRAM = fileURLToPath(new URL('../../../core/bin/inspector.js', import.meta.url));

/** An answer of the API. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: string;
}

/** A running service among the servers of a network, reached through a unix socket. */
export interface EnclosedInspector extends Daemon {
  call(method: string, path: string, body?: unknown): Promise<ApiAnswer>;
  /** State of a node's introspection. */
  state(node: string): Promise<string>;
}

/**
 * Starts `inspector serve` in the namespace of the servers.
 *
 * @param folder working directory; keeps the database, so that a second start goes on with it
 * @param options laid over what every test needs
 */
export async function startEnclosedInspector(
  network: DhcpNetwork,
  folder: string,
  options: Readonly<Record<string, unknown>>,
): Promise<EnclosedInspector> {
  const socketPath = join(folder, 'api.sock');
  const file = join(folder, 'inspector.config.json');
  const config = {
    listenUnixSocket: socketPath,
    authStrategy: 'noauth',
    introspectionDelay: 0,
    cleanUpPeriod: 0,
    ...options,
  };
  await writeFile(file, JSON.stringify(config));
  const call = (method: string, path: string, body?: unknown) => send(socketPath, method, path, body);
  const [command, ...prefix] = network.inServer;
  const daemon = await startDaemon({
    command: commandPath(command),
    args: [...prefix, process.execPath, PROGRAM, '--config', file, 'serve'],
    cwd: folder,
    ready: async () => (await call('GET', '/')).status === 200,
  });
  return {
    ...daemon,
    call,
    async state(node) {
      const { body } = await call('GET', `/v1/introspection/${node}`);
      return (JSON.parse(body) as { state: string }).state;
    },
  };
}

function send(socketPath: string, method: string, path: string, body: unknown): Promise<ApiAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, method, path }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
