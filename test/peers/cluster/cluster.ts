import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
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
import { eventually } from '../../functional/harness.js';
import { startEtcd, type EtcdCluster } from '../servers/etcd.js';
import { ClusterProcess } from './process.js';

/** Seconds after which a conductor that is not heard of is gone: as short as the backend takes them. */
export const TTL = 3;

/** API processes and conductors over a real etcd and a real database server, and a bare metal service that is watched. */
export class Cluster {
  private readonly processes: ClusterProcess[] = [];
  private next = 0;

  private constructor(
    private readonly folder: string,
    readonly ironic: FakeIronic,
    readonly etcd: EtcdCluster,
    readonly apis: ClusterProcess[],
    readonly conductors: ClusterProcess[],
  ) {}

  /** @param database - URL of an empty database */
  static async start(database: string, { apis = 2, conductors = 2, members = 3 } = {}): Promise<Cluster> {
    const folder = await mkdtemp(join(tmpdir(), 'inspector-cluster-'));
    const [ironic, etcd] = await Promise.all([startFakeIronic(), startEtcd({ members })]);
    const config = {
      standalone: false,
      listenPort: 0,
      introspectionDelay: 0,
      gracefulShutdownTimeout: 20,
      database: { connection: database },
      coordination: { driver: 'etcd' },
      metrics: { listen: '127.0.0.1:0' },
      rpc: { listenPort: 0, secret: randomUUID() },
      plugins: { 'coordination-etcd': { endpoints: etcd.endpoints, ttl: TTL } },
      ironic: { endpointOverride: ironic.url, retryInterval: 0 },
    };
    await writeFile(join(folder, 'inspector.config.json'), JSON.stringify(config));
    const cluster = new Cluster(folder, ironic, etcd, [], []);
    await cluster.upgrade();
    for (let index = 0; index < conductors; index++) cluster.conductors.push(await cluster.add('conductor'));
    for (let index = 0; index < apis; index++) cluster.apis.push(await cluster.add('api'));
    return cluster;
  }

  /** Starts one more process. */
  async add(command: 'api' | 'conductor'): Promise<ClusterProcess> {
    const started = await ClusterProcess.start(command, this.folder);
    this.processes.push(started);
    return started;
  }

  /** Machines that are enrolled and have not been seen yet. */
  machines(count: number): Machine[] {
    return Array.from({ length: count }, () => {
      const machine = createMachine({ index: this.next++, driver: 'ipmi' });
      enroll(this.ironic, machine);
      return machine;
    });
  }

  /** Asks one of the API processes, by turns. */
  async request(method: string, path: string): Promise<{ status: number; body: Record<string, unknown> }> {
    const api = this.apis[this.next++ % this.apis.length];
    const response = await fetch(`${api?.url}${path}`, { method });
    const text = await response.text();
    return {
      status: response.status,
      body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
    };
  }

  /** Starts introspection of a machine and resolves when it waits for data. */
  async begin({ uuid }: Machine): Promise<void> {
    const { status, body } = await this.request('POST', `/v1/introspection/${uuid}`);
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
    await Promise.all(this.processes.map((one) => one.kill()));
    await Promise.all([this.ironic.close(), this.etcd.stop()]);
    await rm(this.folder, { recursive: true });
  }

  private async upgrade(): Promise<void> {
    const { run } = await import('../servers/run.js');
    const { ROOT } = await import('../../functional/harness.js');
    const inspector = join(ROOT, 'core/bin/inspector.js');
    await run(process.execPath, [inspector, 'dbsync', 'upgrade'], { cwd: this.folder });
  }
}
