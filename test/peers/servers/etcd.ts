import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../free-port.js';
import { commandPath } from '../peer.js';
import { startDaemon, type Daemon } from './daemon.js';
import { run } from './run.js';

/** The programs {@link startEtcd} needs. */
export const ETCD_COMMANDS = ['etcd', 'etcdctl'] as const;

/** What differs between clusters of tests. */
export interface EtcdOptions {
  /** How many members it has. Default 1. */
  readonly members?: number;
  /** true: its data are in memory where that can be, so that it does not wait for the disk. Default false. */
  readonly fast?: boolean;
  /** PEM files of TLS between clients and members; clients have to show a certificate. */
  readonly tls?: { readonly ca: string; readonly cert: string; readonly key: string };
}

/** An etcd of its own on 127.0.0.1; members are numbered from 0. */
export interface EtcdCluster {
  /** URLs of the members. */
  readonly endpoints: readonly string[];
  /** Processes of the members that run. */
  readonly pids: readonly number[];
  /** Runs etcdctl against it. */
  ctl(...args: string[]): Promise<string>;
  /** The member that leads. */
  leader(): Promise<number>;
  /** Ends a member as a power cut would. */
  kill(member: number): Promise<void>;
  /** Starts a member again on its data. */
  restart(member: number): Promise<void>;
  /** Stops a member where it stands, as a hung machine. */
  pause(member: number): void;
  /** Lets it go on. */
  resume(member: number): void;
  /** Ends everything and deletes the data. */
  stop(): Promise<void>;
}

/** Where Linux has a file system in memory. */
const MEMORY = '/dev/shm';

/** Times other ports are tried. */
const PORT_ATTEMPTS = 3;

/** Starts an etcd in a temporary folder. */
export async function startEtcd(options: EtcdOptions = {}): Promise<EtcdCluster> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnFreePorts(options);
    } catch (error) {
      const isTaken = (error as Error).message.includes('address already in use');
      if (!isTaken || attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

async function startOnFreePorts({ members = 1, fast = false, tls }: EtcdOptions): Promise<EtcdCluster> {
  const place = fast && existsSync(MEMORY) ? MEMORY : tmpdir();
  const folder = await mkdtemp(join(place, 'inspector-etcd-'));
  const scheme = tls === undefined ? 'http' : 'https';
  const ports: { readonly client: number; readonly peer: number; readonly health: number }[] = [];
  for (let member = 0; member < members; member++) {
    ports.push({ client: await freePort(), peer: await freePort(), health: await freePort() });
  }
  const endpoints = ports.map(({ client }) => `${scheme}://127.0.0.1:${client}`);
  const cluster = ports.map(({ peer }, member) => `m${member}=http://127.0.0.1:${peer}`).join(',');
  const token = folder.slice(-6);
  const start = (member: number): Promise<Daemon> => {
    const { peer, health } = ports[member]!;
    const client = endpoints[member]!;
    return startDaemon({
      command: commandPath('etcd'),
      args: [
        ...['--name', `m${member}`, '--data-dir', join(folder, `m${member}`)],
        ...['--listen-client-urls', client, '--advertise-client-urls', client],
        ...['--listen-peer-urls', `http://127.0.0.1:${peer}`],
        ...['--initial-advertise-peer-urls', `http://127.0.0.1:${peer}`],
        ...['--initial-cluster', cluster, '--initial-cluster-token', token],
        ...['--listen-metrics-urls', `http://127.0.0.1:${health}`, '--log-level', 'error'],
        ...(tls === undefined
          ? []
          : [
              '--cert-file',
              tls.cert,
              '--key-file',
              tls.key,
              '--client-cert-auth',
              '--trusted-ca-file',
              tls.ca,
            ]),
      ],
      cwd: folder,
      ready: async () => {
        const answer = await fetch(`http://127.0.0.1:${health}/health`);
        return ((await answer.json()) as { readonly health?: string }).health === 'true';
      },
    });
  };
  const ctl = (...args: string[]): Promise<string> =>
    run(
      commandPath('etcdctl'),
      [
        `--endpoints=${endpoints.join(',')}`,
        ...(tls === undefined ? [] : ['--cacert', tls.ca, '--cert', tls.cert, '--key', tls.key]),
        ...args,
      ],
      { env: { ETCDCTL_API: '3' } },
    );
  const daemons = await startAll(ports.map((_, member) => start(member))).catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true });
    throw error;
  });
  const pidOf = (member: number): number => daemons[member]?.pid ?? 0;
  return {
    endpoints,
    get pids() {
      return daemons.flatMap((daemon) => daemon?.pid ?? []);
    },
    ctl,
    async leader() {
      interface Status {
        readonly Endpoint: string;
        readonly Status: { readonly leader: number; readonly header: { readonly member_id: number } };
      }
      const statuses = JSON.parse(await ctl('endpoint', 'status', '-w', 'json')) as Status[];
      const found = statuses.find(({ Status: { leader, header } }) => leader === header.member_id);
      return endpoints.indexOf(found?.Endpoint ?? '');
    },
    async kill(member) {
      await daemons[member]?.kill();
      daemons[member] = undefined;
    },
    async restart(member) {
      daemons[member] = await start(member);
    },
    pause: (member) => process.kill(pidOf(member), 'SIGSTOP'),
    resume: (member) => process.kill(pidOf(member), 'SIGCONT'),
    async stop() {
      for (const daemon of daemons) {
        if (daemon === undefined) continue;
        process.kill(daemon.pid, 'SIGCONT');
        await daemon.kill();
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** All daemons, or none of them. */
async function startAll(starts: readonly Promise<Daemon>[]): Promise<(Daemon | undefined)[]> {
  const outcomes = await Promise.allSettled(starts);
  const started = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed === undefined) return started;
  await Promise.all(started.map((daemon) => daemon.kill()));
  throw failed.reason;
}
