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
import { ClusterProcess, type ProcessLinks } from './process.js';

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
  /** Conductors whose clocks can be set. */
  readonly setsClocks?: boolean;
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

  /** Starts one more process, with networks of its own to etcd and to the database. */
  async add(command: 'api' | 'conductor'): Promise<ClusterProcess> {
    const port = Number(new URL(this.database).port);
    const links: ProcessLinks = {
      etcd: await Promise.all(this.etcd.endpoints.map((url) => startLink(Number(new URL(url).port)))),
      database: await startLink(port),
    };
    const folder = join(this.folder, `${command}-${this.processes.length}`);
    const setsClock = command === 'conductor' && this.options.setsClocks === true;
    const added = new ClusterProcess({ command, folder, links, setsClock });
    this.processes.push(added);
    await this.configure(folder, links);
    await added.start();
    return added;
  }

  /** Machines that are enrolled and have not been seen yet. */
  machines(count: number): Machine[] {
    return Array.from({ length: count }, () => {
      const machine = createMachine({ index: this.next++, driver: 'ipmi' });
      enroll(this.ironic, machine);
      return machine;
    });
  }

  /** Asks one of the API processes, by turns; one that is not there is passed over, as a proxy does. */
  async request(
    method: string,
    path: string,
    text?: string,
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    for (let tries = 0; ; tries++) {
      const api = this.apis[this.next++ % this.apis.length];
      try {
        const response = await fetch(`${api?.url}${path}`, { method, ...(text && { body: text }) });
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

  async close(): Promise<void> {
    this.ironic.clearFaults();
    await Promise.all(this.processes.map((one) => one.close()));
    await Promise.all([this.ironic.close(), this.etcd.stop()]);
    await rm(this.folder, { recursive: true });
  }

  private async configure(folder: string, links?: ProcessLinks): Promise<void> {
    const database = new URL(this.database);
    if (links !== undefined) database.port = String(links.database.port);
    const endpoints =
      links === undefined ? this.etcd.endpoints : links.etcd.map(({ port }) => `http://127.0.0.1:${port}`);
    const config = {
      standalone: false,
      listenPort: await freePort(),
      introspectionDelay: 0,
      gracefulShutdownTimeout: 20,
      database: { connection: database.href },
      coordination: { driver: 'etcd' },
      metrics: { listen: '127.0.0.1:0' },
      rpc: { listenPort: await freePort(), secret: this.secret },
      plugins: { 'coordination-etcd': { endpoints, ttl: this.options.ttl ?? TTL } },
      ironic: { endpointOverride: this.ironic.url, retryInterval: 0 },
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
