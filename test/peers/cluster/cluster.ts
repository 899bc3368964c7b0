import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createMachine,
  enroll,
  postAsRamdisk,
  startFakeIronic,
  type FakeIronic,
  type Machine,
  type PostResult,
} from '@inspector/simulator';
import { eventually, ROOT } from '../../functional/harness.js';
import { startLink } from '../coordination/link.js';
import { freePort } from '../free-port.js';
import { startEtcd, type EtcdCluster } from '../servers/etcd.js';
import { run } from '../servers/run.js';
import { ClusterProcess, type Network, type ProcessLinks } from './process.js';
import type { Room } from './room.js';

/** Seconds after which a conductor that is not heard of is gone: as short as the backend takes them. */
export const TTL = 3;

/** How many of everything there are, and what differs from the usual configuration. */
export interface ClusterOptions {
  readonly apis?: number;
  readonly conductors?: number;
  /** Members of etcd. */
  readonly members?: number;
  /** Seconds after which a conductor that is not heard of is gone; default {@link TTL}. */
  readonly ttl?: number;
  /** Options of all processes. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Options of plugins of all processes, besides those of coordination. */
  readonly plugins?: Readonly<Record<string, object>>;
  /** Conductors whose clocks can be set. */
  readonly setsClocks?: boolean;
}

/** The networks of a process, and what it finds at their ends. */
interface Ways extends ProcessLinks {
  /** URLs of the members of etcd. */
  readonly endpoints: readonly string[];
  /** Address and port of the database server. */
  readonly server: string;
  /** URL of the bare metal service. */
  readonly ironic: string;
  /** Where others find the process. */
  readonly address: string;
}

/** API processes and conductors over a real etcd and a real database server, and a bare metal service that is watched. */
export class Cluster {
  readonly apis: ClusterProcess[] = [];
  readonly conductors: ClusterProcess[] = [];
  private readonly processes: ClusterProcess[] = [];
  private readonly secret = randomUUID();
  private next = 0;

  private constructor(
    private readonly folder: string,
    readonly database: string,
    readonly ironic: FakeIronic,
    readonly etcd: EtcdCluster,
    private readonly options: ClusterOptions,
  ) {}

  /** @param database - URL of an empty database */
  static async start(database: string, options: ClusterOptions = {}): Promise<Cluster> {
    const { apis = 2, conductors = 2, members = 3 } = options;
    const folder = await mkdtemp(join(tmpdir(), 'inspector-cluster-'));
    const [ironic, etcd] = await Promise.all([startFakeIronic(), startEtcd({ members })]);
    const cluster = new Cluster(folder, database, ironic, etcd, options);
    try {
      await cluster.upgrade();
      for (let index = 0; index < conductors; index++)
        cluster.conductors.push(await cluster.add('conductor'));
      for (let index = 0; index < apis; index++) cluster.apis.push(await cluster.add('api'));
      return cluster;
    } catch (error) {
      await cluster.close();
      throw error;
    }
  }

  /**
   * Starts one more process, with networks of its own to etcd and to the database.
   *
   * @param room - where it runs; it is removed with the process. Default: with all others
   */
  async add(command: 'api' | 'conductor', room?: Room): Promise<ClusterProcess> {
    const ways = await this.lay(room);
    const folder = join(this.folder, `${command}-${this.processes.length}`);
    const setsClock = command === 'conductor' && this.options.setsClocks === true;
    const added = new ClusterProcess({ command, folder, links: ways, setsClock, room });
    this.processes.push(added);
    await this.configure(folder, ways);
    await added.start();
    return added;
  }

  /** The networks of one process. In a room they are cables, with what passes on behind them. */
  private async lay(room?: Room): Promise<Ways> {
    const { etcd: cable, database: other, others } = room?.cables ?? {};
    const portOf = (url: string): number => Number(new URL(url).port);
    const etcd = await Promise.all(this.etcd.endpoints.map((url) => startLink(portOf(url), cable?.here)));
    const database = await startLink(portOf(this.database), other?.here);
    const ironic = room && (await startLink(portOf(this.ironic.url), others?.here));
    const all: Network = {
      cut: () => etcd.forEach((link) => link.cut()),
      restore: () => etcd.forEach((link) => link.restore()),
    };
    const at = ({ port }: { readonly port: number }, address = '127.0.0.1'): string => `${address}:${port}`;
    return {
      etcd: cable ?? all,
      database: other ?? database,
      requests: () => etcd.map(({ requests }) => requests),
      close: async () => {
        for (const link of [...etcd, database, ...(ironic ? [ironic] : [])]) await link.close();
      },
      endpoints: etcd.map((link) => `http://${at(link, cable?.here)}`),
      server: at(database, other?.here),
      ironic: ironic === undefined ? this.ironic.url : `http://${at(ironic, others?.here)}`,
      address: others?.there ?? '127.0.0.1',
    };
  }

  /** Machines that are enrolled and have not been seen yet. */
  machines(count: number): Machine[] {
    return Array.from({ length: count }, () => {
      const machine = createMachine({ index: this.next++, driver: 'ipmi' });
      enroll(this.ironic, machine);
      return machine;
    });
  }

  /**
   * Asks one of the API processes, by turns; one that is not there is passed over, as a proxy does.
   *
   * @param id - of the request, which the bare metal service is told with all that comes of it; see `newRequestId`
   */
  async request(
    method: string,
    path: string,
    { text, id }: { readonly text?: string; readonly id?: string } = {},
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    for (let tries = 0; ; tries++) {
      const api = this.apis[this.next++ % this.apis.length];
      try {
        const headers = id === undefined ? {} : { 'x-openstack-request-id': id };
        const response = await fetch(`${api?.url}${path}`, { method, headers, ...(text && { body: text }) });
        const answer = await response.text();
        return {
          status: response.status,
          body: answer === '' ? {} : (JSON.parse(answer) as Record<string, unknown>),
        };
      } catch (error) {
        const { code } = ((error as Error).cause ?? {}) as { readonly code?: string };
        if (code !== 'ECONNREFUSED' || tries > 20) throw error;
      }
    }
  }

  /** Starts introspection of a machine and resolves when it waits for data. */
  async begin({ uuid }: Machine): Promise<void> {
    const ask = () => this.request('POST', `/v1/introspection/${uuid}`);
    // A conductor that has just lost its leases, or was started, may have none for a moment.
    const { status, body } = await eventually(
      ask,
      (answer) => answer.status !== 503,
      `start of ${uuid}`,
      10_000,
    );
    if (status !== 202) throw new Error(`start of ${uuid}: ${status} ${JSON.stringify(body)}`);
    await this.state(uuid, (state) => state === 'waiting');
  }

  /** Posts what a machine measured; repeats it as the real ramdisk does, only sooner. */
  post({ payload }: Machine): Promise<PostResult> {
    const api = this.apis[this.next++ % this.apis.length];
    const callbackUrl = `${api?.url}/v1/continue`;
    return postAsRamdisk(JSON.stringify(payload), { callbackUrl, attempts: 40, retryDelayMs: 500 });
  }

  /** Waits until a node is in a state. */
  async state(uuid: string, wanted: (state: string) => boolean): Promise<Record<string, unknown>> {
    const read = async (): Promise<Record<string, unknown>> =>
      (await this.request('GET', `/v1/introspection/${uuid}`)).body;
    return eventually(read, ({ state }) => wanted(String(state)), `node ${uuid}`, 60_000);
  }

  /** What the processes said of the nodes that texts begin with, in the order of time. */
  linesAbout(texts: readonly string[]): string[] {
    const nodes = texts.flatMap((text) => /^[0-9a-f-]{36}/.exec(text) ?? []);
    const lines = [...this.conductors, ...this.apis].flatMap(({ pid, log }) =>
      log
        .filter((line) => nodes.some((node) => line.includes(node)))
        .slice(-40)
        .map((line) => ({ time: /"time":"([^"]*)"/.exec(line)?.[1] ?? '', text: `${pid} ${line}` })),
    );
    return lines.sort((one, other) => (one.time < other.time ? -1 : 1)).map(({ text }) => text);
  }

  async close(): Promise<void> {
    this.ironic.clearFaults();
    await Promise.all(this.processes.map((one) => one.close()));
    await Promise.all([this.ironic.close(), this.etcd.stop()]);
    await rm(this.folder, { recursive: true });
  }

  /** @param ways - how the process reaches everything; absent: at once */
  private async configure(folder: string, ways?: Ways): Promise<void> {
    const database = new URL(this.database);
    if (ways !== undefined) database.host = ways.server;
    const { endpoints = this.etcd.endpoints, ironic = this.ironic.url, address = '127.0.0.1' } = ways ?? {};
    const listenPort = await freePort();
    const config = {
      standalone: false,
      listenPort: await freePort(),
      introspectionDelay: 0,
      gracefulShutdownTimeout: 20,
      database: { connection: database.href },
      coordination: { driver: 'etcd' },
      metrics: { listen: '127.0.0.1:0' },
      rpc: {
        ...{ listenPort, secret: this.secret, listenAddress: address },
        url: `http://${address}:${listenPort}`,
      },
      plugins: {
        'coordination-etcd': { endpoints, ttl: this.options.ttl ?? TTL },
        ...this.options.plugins,
      },
      ironic: { endpointOverride: ironic, retryInterval: 0 },
      ...this.options.config,
    };
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'inspector.config.json'), JSON.stringify(config));
  }

  private async upgrade(): Promise<void> {
    const folder = join(this.folder, 'upgrade');
    await this.configure(folder);
    const inspector = join(ROOT, 'core/bin/inspector.js');
    await run(process.execPath, [inspector, 'dbsync', 'upgrade'], { cwd: folder });
  }
}
