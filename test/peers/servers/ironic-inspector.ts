import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../free-port.js';
import { startDaemon, type Daemon } from './daemon.js';
import { ini } from './ironic-conf.js';
import { run } from './run.js';

/** Programs that {@link startIronicInspector} needs. */
export const IRONIC_INSPECTOR_PROGRAMS = [
  '/usr/bin/ironic-inspector',
  '/usr/bin/ironic-inspector-dbsync',
] as const;

/** Times another port is tried. */
const PORT_ATTEMPTS = 3;

/** What to start. */
export interface IronicInspectorSettings {
  readonly ironicUrl: string;
  /** Connection URL as SQLAlchemy writes it. Default: an sqlite file in its folder. */
  readonly database?: string;
  /** More options by group, or others than these: they win. */
  readonly options?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The service that Inspector replaces, at work: API and conductor in one process. */
export interface IronicInspector {
  readonly url: string;
  /** Its process, for whoever measures it. */
  readonly pid: number;
  /** Its folder: database `inspector.sqlite`, `hostsdir` of the dnsmasq filter, `inspector.conf`. */
  readonly folder: string;
  /** The end of its log. */
  log(): Promise<string>;
  /** Ends the process; folder and database stay until {@link remove}. */
  stop(): Promise<void>;
  /** Ends the process and deletes its folder. */
  remove(): Promise<void>;
}

/**
 * Starts ironic-inspector on a free port of 127.0.0.1 in a temporary folder, with data kept in its database,
 * no PXE filter, no authentication and no pause between reboots.
 */
export async function startIronicInspector(settings: IronicInspectorSettings): Promise<IronicInspector> {
  const folder = await mkdtemp(join(tmpdir(), 'inspector-reference-'));
  try {
    const { url, daemon } = await onFreePort(folder, settings);
    return {
      url,
      pid: daemon.pid,
      folder,
      log: async () => (await readFile(join(folder, 'inspector.log'), 'utf8')).slice(-8000),
      stop: () => daemon.stop(),
      remove: async () => {
        await daemon.stop();
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function onFreePort(
  folder: string,
  settings: IronicInspectorSettings,
): Promise<{ url: string; daemon: Daemon }> {
  for (const name of ['lock', 'hostsdir', 'ramdisk-logs']) await mkdir(join(folder, name));
  const conf = join(folder, 'inspector.conf');
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const url = `http://127.0.0.1:${String(port)}`;
    await writeFile(conf, ini(configuration(folder, port, settings)));
    if (attempt === 1) {
      await run('/usr/bin/ironic-inspector-dbsync', ['--config-file', conf, 'upgrade'], { cwd: folder });
    }
    try {
      const daemon = await startDaemon({
        command: '/usr/bin/ironic-inspector',
        args: ['--config-file', conf],
        cwd: folder,
        ready: async () => (await fetch(url, { signal: AbortSignal.timeout(5000) })).ok,
      });
      return { url, daemon };
    } catch (error) {
      if (attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

/** The options of ironic-inspector by group: a service that needs nothing outside the folder but Ironic. */
export function configuration(
  folder: string,
  port: number,
  settings: IronicInspectorSettings,
): Record<string, Record<string, string>> {
  const groups: Record<string, Record<string, string>> = {
    DEFAULT: {
      auth_strategy: 'noauth',
      listen_address: '127.0.0.1',
      listen_port: String(port),
      host: 'localhost',
      // calls stay in the process; the default looks for RabbitMQ
      transport_url: 'fake://',
      introspection_delay: '0',
      log_file: `${folder}/inspector.log`,
      rootwrap_config: '/etc/ironic-inspector/rootwrap.conf',
    },
    database: { connection: settings.database ?? `sqlite:///${folder}/inspector.sqlite` },
    ironic: { auth_type: 'none', endpoint_override: settings.ironicUrl },
    service_catalog: { auth_type: 'none', endpoint_override: `http://127.0.0.1:${String(port)}` },
    processing: { store_data: 'database', ramdisk_logs_dir: `${folder}/ramdisk-logs` },
    pxe_filter: { driver: 'noop' },
    dnsmasq_pxe_filter: { dhcp_hostsdir: `${folder}/hostsdir` },
    iptables: { dnsmasq_interface: 'lo' },
    oslo_concurrency: { lock_path: `${folder}/lock` },
  };
  for (const [group, options] of Object.entries(settings.options ?? {})) {
    groups[group] = { ...groups[group], ...options };
  }
  return groups;
}
