import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { UserConfig } from '@inspector/core';
import { findCommand } from '../peers/peer.js';
import { IRONIC_INSPECTOR_PROGRAMS, startIronicInspector } from '../peers/servers/ironic-inspector.js';

/** A service under measurement, in a process of its own. */
export interface Target {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** What differs from the plain set-up: sqlite, default hooks, no filter, no authentication, no reboot delay. */
export interface TargetOptions {
  readonly ironicUrl: string;
  /** Use the dnsmasq filter with a directory of its own, synchronised only on demand. */
  readonly dnsmasq?: boolean;
  /** Limits other than the usual ones. */
  readonly limits?: UserConfig['limits'];
  /** Further configuration of Inspector. */
  readonly config?: UserConfig;
  /** The `inspector` program; default: that of this checkout. */
  readonly program?: string;
}

/** The `inspector` program of this checkout. */
export const PROGRAM = fileURLToPath(new URL('../../core/bin/inspector.js', import.meta.url));

/** Why the service of Debian cannot be measured here; nothing if it can. */
export function missingReference(): string | undefined {
  const missing = IRONIC_INSPECTOR_PROGRAMS.filter((program) => findCommand(program) === undefined);
  return missing.length === 0 ? undefined : `${missing.join(', ')} missing; run scripts/install-peers`;
}

/** Starts Inspector as an operator does. */
export async function startInspector({
  ironicUrl,
  dnsmasq = false,
  limits = {},
  config: further = {},
  program = PROGRAM,
}: TargetOptions): Promise<Target> {
  const folder = await mkdtemp(join(tmpdir(), 'inspector-bench-'));
  const hostsdir = join(folder, 'hostsdir');
  await mkdir(hostsdir);
  const config: UserConfig = {
    listenPort: 0,
    introspectionDelay: 0,
    database: { connection: `sqlite:///${folder}/inspector.sqlite` },
    processing: { storeData: 'database' },
    ironic: { endpointOverride: ironicUrl },
    limits,
    ...(dnsmasq && {
      pxeFilter: { driver: 'dnsmasq', syncPeriod: 0 },
      dnsmasqPxeFilter: { dhcpHostsdir: hostsdir },
    }),
    ...further,
  };
  const file = join(folder, 'inspector.config.json');
  await writeFile(file, JSON.stringify(config));
  await finished(
    spawn(process.execPath, [program, '--config', file, 'dbsync', 'upgrade'], { stdio: 'ignore' }),
  );
  const child = spawn(process.execPath, [program, '--config', file, 'serve'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exited = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /listens on (http\S+)/.exec(line)?.[1];
    if (url === undefined) continue;
    child.stdout.resume();
    return {
      url,
      pid: child.pid ?? 0,
      async stop() {
        child.kill('SIGTERM');
        await exited;
        await rm(folder, { recursive: true, force: true });
      },
    };
  }
  throw new Error(`inspector serve with ${file} ended before it listened`);
}

/** Starts the service of Debian that Inspector replaces. */
export async function startReference({ ironicUrl, dnsmasq = false }: TargetOptions): Promise<Target> {
  const options = dnsmasq ? { pxe_filter: { driver: 'dnsmasq', sync_period: '0' } } : {};
  const { url, pid, remove } = await startIronicInspector({ ironicUrl, options });
  return { url, pid, stop: remove };
}

async function finished(child: ReturnType<typeof spawn>): Promise<void> {
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${child.spawnargs.join(' ')} ended with ${String(code)}`);
}
