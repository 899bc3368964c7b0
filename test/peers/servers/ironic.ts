import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../free-port.js';
import { startDaemon, type Daemon } from './daemon.js';
import { ironicConf, type IronicConf } from './ironic-conf.js';
import { run } from './run.js';

/** Programs that {@link startIronic} needs. */
export const IRONIC_PROGRAMS = ['/usr/bin/ironic', '/usr/bin/ironic-dbsync'] as const;

/** Times another pair of ports is tried: between finding a free one and using it somebody may take it. */
const PORT_ATTEMPTS = 3;
/** `inspector:ironicpw`, the password hashed with bcrypt at its lowest cost. */
const HTPASSWD = 'inspector:$2b$04$Dm.E6qhmnwAzBG42XBYy5OcsPgyVRdq4i42JEcOjubHNURN7jUfQ2\n';

/** What to start. */
export interface IronicSettings {
  /** Where Ironic's own `inspector` interface finds the introspection service. */
  readonly inspectorUrl?: string;
  /** How callers prove who they are. With `http_basic`, as user `inspector` with password `ironicpw`. */
  readonly authStrategy?: 'noauth' | 'http_basic' | 'keystone';
  /** With `keystone`: URL of the Keystone, and the token of an administrator that tells when it works. */
  readonly identity?: { readonly url: string; readonly token: string };
  /** Whether there may be nodes whose BMC is asked with ipmitool, which gives up after 2 s. */
  readonly failingBmc?: boolean;
  /** Seconds that a power order to `fake-hardware` takes, the node being locked meanwhile. Default: 0. */
  readonly powerDelay?: number;
  /** Most entries of one page of a listing. Default: 1,000. */
  readonly pageSize?: number;
}

/** A real Ironic: API and conductor in one process, sqlite, hardware of the type `fake-hardware`. */
export interface Ironic {
  readonly url: string;
  /** What the `openstack` client needs in its environment in order to talk to it. */
  readonly env: NodeJS.ProcessEnv;
  /** The end of its log. */
  log(): Promise<string>;
  /** Ends the process; its data stay for {@link resume}. */
  halt(): Promise<void>;
  /** Starts it again at the same address. */
  resume(): Promise<void>;
  /** Ends it and deletes its data. */
  stop(): Promise<void>;
}

/** Starts Ironic on free ports of 127.0.0.1 in a temporary folder, and waits until its conductor works. */
export async function startIronic(settings: IronicSettings = {}): Promise<Ironic> {
  const folder = await mkdtemp(join(tmpdir(), 'inspector-ironic-'));
  try {
    const started = await onFreePorts(folder, settings);
    const { url } = started;
    let { daemon } = started;
    return {
      url,
      env: { OS_AUTH_TYPE: 'none', OS_ENDPOINT: url },
      log: async () => (await readFile(join(folder, 'ironic.log'), 'utf8')).slice(-8000),
      halt: () => daemon.stop(),
      resume: async () => {
        daemon = await serve(folder, url, settings);
      },
      stop: async () => {
        await daemon.stop();
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function onFreePorts(
  folder: string,
  settings: IronicSettings,
): Promise<{ url: string; daemon: Daemon }> {
  await mkdir(join(folder, 'state'), { recursive: true });
  await mkdir(join(folder, 'lock'), { recursive: true });
  await writeFile(join(folder, 'htpasswd'), HTPASSWD);
  const conf = join(folder, 'ironic.conf');
  let created = false;
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const rpcPort = await freePort();
    await writeFile(conf, confOf({ folder, port, rpcPort }, settings));
    if (!created)
      await run('/usr/bin/ironic-dbsync', ['--config-file', conf, 'create_schema'], { cwd: folder });
    created = true;
    const url = `http://127.0.0.1:${String(port)}`;
    try {
      return { url, daemon: await serve(folder, url, settings) };
    } catch (error) {
      if (attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

function serve(folder: string, url: string, settings: IronicSettings): Promise<Daemon> {
  return startDaemon({
    command: '/usr/bin/ironic',
    args: ['--config-file', join(folder, 'ironic.conf')],
    cwd: folder,
    ready: () => hasConductor(url, proofOf(settings)),
  });
}

function confOf(
  place: Pick<IronicConf, 'folder' | 'port' | 'rpcPort'>,
  { identity, ...settings }: IronicSettings,
): string {
  return ironicConf({ ...place, ...settings, ...(identity && { identityUrl: identity.url }) });
}

/** Headers of somebody who may ask. */
function proofOf({ authStrategy, identity }: IronicSettings): Readonly<Record<string, string>> {
  if (authStrategy === 'http_basic')
    return { authorization: `Basic ${Buffer.from('inspector:ironicpw').toString('base64')}` };
  return identity === undefined ? {} : { 'x-auth-token': identity.token };
}

/** Ironic names a driver as soon as a conductor has registered it. */
async function hasConductor(url: string, proof: Readonly<Record<string, string>>): Promise<boolean> {
  const response = await fetch(`${url}/v1/drivers`, {
    headers: {
      'X-OpenStack-Ironic-API-Version': '1.31',
      ...proof,
    },
    signal: AbortSignal.timeout(2000),
  });
  return (await response.text()).includes('fake-hardware');
}
