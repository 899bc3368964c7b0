import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startFakeIronicProcess, type Machine } from '@inspector/simulator';
import { freePort } from '../peers/free-port.js';
import { startEtcd } from '../peers/servers/etcd.js';
import { startMariadb } from '../peers/servers/mariadb.js';
import { processorShare, type ProcessorShare } from './processor-share.js';
import { PROGRAM } from './targets.js';

/** Name of the part that works on nodes. */
export const CONDUCTORS = 'conductors';

/** One API process and some conductors, over MariaDB, etcd and a fake Ironic that each have a process. */
export interface ClusterSite {
  readonly url: string;
  /** Process of the API. */
  readonly pid: number;
  /** What each part is called, and its processes. */
  readonly parts: Readonly<Record<string, readonly number[]>>;
  stop(): Promise<void>;
}

/** What a fake Ironic has for an introspection of machines. */
export function ironicOf(machines: readonly Machine[]): Parameters<typeof startFakeIronicProcess>[0] {
  return {
    nodes: machines.map(({ node }) => ({ ...node, provision_state: 'manageable', power_state: 'power off' })),
    ports: machines.flatMap(({ ports }) => ports),
    requestLimit: 0,
  };
}

/**
 * Starts them.
 *
 * @param share - of a processor that each conductor has: see `processorShare`
 */
export async function startClusterSite(
  conductors: number,
  machines: readonly Machine[],
  share: number,
): Promise<ClusterSite> {
  const folder = await mkdtemp(join(tmpdir(), 'inspector-bench-'));
  const children: { readonly child: ChildProcess; readonly exited: Promise<unknown> }[] = [];
  const shares: ProcessorShare[] = [];
  const [server, etcd, ironic] = await Promise.all([
    startMariadb(),
    // Neither server waits for the disk: what else the machine writes is not to be measured.
    startEtcd({ fast: true }),
    startFakeIronicProcess(ironicOf(machines)),
  ]);
  const stop = async (): Promise<void> => {
    for (const { child, exited } of children.reverse()) {
      child.kill('SIGTERM');
      await exited;
    }
    for (const limit of shares) await limit.remove();
    await Promise.all([ironic.close(), etcd.stop(), server.stop()]);
    await rm(folder, { recursive: true, force: true });
  };
  const file = async (name: string): Promise<string> => {
    const path = join(folder, `${name}.json`);
    const config = {
      standalone: false,
      listenPort: 0,
      introspectionDelay: 0,
      database: { connection: server.url },
      coordination: { driver: 'etcd' },
      plugins: { 'coordination-etcd': { endpoints: etcd.endpoints } },
      rpc: { listenPort: await freePort(), secret: 'a secret of enough length' },
      ironic: { endpointOverride: ironic.url },
    };
    await writeFile(path, JSON.stringify(config));
    return path;
  };
  const start = async (
    command: string,
    name: string,
    before: readonly string[] = [],
  ): Promise<{ url: string; pid: number }> => {
    const [program = '', ...args] = [
      ...before,
      ...[process.execPath, PROGRAM, '--config', await file(name), command],
    ];
    const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
    children.push({ child, exited: once(child, 'exit') });
    for await (const line of createInterface({ input: child.stdout })) {
      const url = /(?:listens on|takes calls at) (\S+)/.exec(line)?.[1];
      if (url === undefined) continue;
      child.stdout.resume();
      return { url, pid: child.pid ?? 0 };
    }
    throw new Error(`inspector ${command} ended before it was ready`);
  };
  try {
    const upgrade = spawn(
      process.execPath,
      [PROGRAM, '--config', await file('upgrade'), 'dbsync', 'upgrade'],
      {
        stdio: 'ignore',
      },
    );
    await once(upgrade, 'exit');
    const pids: number[] = [];
    for (let index = 0; index < conductors; index++) {
      const limit = await processorShare(share, index);
      shares.push(limit);
      pids.push((await start('conductor', `conductor-${index}`, limit.before)).pid);
    }
    const api = await start('api', 'api');
    const parts = {
      [CONDUCTORS]: pids,
      'the API': [api.pid],
      MariaDB: [server.pid],
      etcd: etcd.pids,
      'the fake Ironic': [ironic.pid],
    };
    return { ...api, parts, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
