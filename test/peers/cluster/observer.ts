import { setTimeout as pause } from 'node:timers/promises';
import type { Machine } from '@inspector/simulator';
import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';
import type { Cluster } from './cluster.js';

/** Milliseconds between two looks. */
const EVERY = 150;

interface Row {
  readonly uuid: string;
  readonly state: string;
  readonly fence: number;
}

/** How an introspection was begun. */
export interface Begun {
  /** When the request was sent that was taken; milliseconds since 1970. */
  readonly time: number;
  /** Requests before it that nobody knows of whether they did something. Each may have booted the machine. */
  readonly unsure: number;
}

/**
 * Watches the database, the coordination backend and the bare metal service while faults happen, and notes what must never
 * be.
 */
export class Observer {
  readonly violations: string[] = [];
  /** Looks at the database that worked. */
  looks = 0;
  private readonly fences = new Map<string, number>();
  private readonly begun = new Map<string, Begun>();
  private readonly ending = new AbortController();
  private readonly work: Promise<unknown>;
  private query: ((sql: string) => Promise<readonly object[]>) | undefined;
  private close: () => Promise<unknown> = () => Promise.resolve();

  constructor(private readonly cluster: Cluster) {
    this.work = Promise.all([this.repeat(() => this.lookAtFences()), this.repeat(() => this.lookAtLeader())]);
  }

  /**
   * Notes that an introspection has begun: what the bare metal service was told since then belongs to it.
   */
  begins({ uuid }: Machine, begun: Begun): void {
    // A start that nobody knows of may still be carried out while the next introspection goes on.
    const before = this.begun.get(uuid)?.unsure ?? 0;
    this.begun.set(uuid, { ...begun, unsure: begun.unsure + before });
  }

  /** Looks at what became of an introspection that is over, and notes what was done twice, or not at all. */
  ended({ uuid }: Machine, { state, error }: Readonly<Record<string, unknown>>): void {
    const { time: since, unsure } = this.begun.get(uuid) ?? { time: 0, unsure: 0 };
    const requests = this.cluster.ironic
      .requestsMatching({ node: uuid })
      .filter(({ time, status }) => time >= since && status !== undefined && status < 300);
    const changes = requests.filter(({ route }) => route === 'PUT /v1/nodes/{}/states/power');
    const powers = changes.length;
    const causes = changes.map(({ time, requestId }) => `${time - since} ms: ${requestId}`).join(', ');
    // One reboot at the beginning, one power off at the end; an abort powers off whatever was done before.
    const usual = 2;
    const aborted = typeof error === 'string' && error.startsWith('Canceled by operator') ? 1 : 0;
    const most = usual + aborted + unsure;
    if (powers > most) this.violations.push(`${uuid}: its power was changed ${powers} times (${causes})`);
    if (state === 'finished' && powers < usual)
      this.violations.push(`${uuid}: it is finished, and its power was changed ${powers} times`);
    if (state !== 'finished' && state !== 'error')
      this.violations.push(`${uuid}: its introspection did not end: ${String(state)}`);
    if (state === 'error' && typeof error !== 'string')
      this.violations.push(`${uuid}: it failed without a word`);
    const macs = this.cluster.ironic.portsOf(uuid).map(({ address }) => address);
    if (new Set(macs).size !== macs.length) this.violations.push(`${uuid}: a port is there twice`);
  }

  /** Ends the watching. */
  async stop(): Promise<void> {
    this.ending.abort();
    await this.work;
    await this.close().catch(() => undefined);
  }

  private async repeat(look: () => Promise<void>): Promise<void> {
    while (!this.ending.signal.aborted) {
      // What is looked at is away at times.
      await look().catch(() => undefined);
      await pause(EVERY);
    }
  }

  /** The fence of a record only grows: whoever lost the node writes nothing any more. */
  private async lookAtFences(): Promise<void> {
    const rows = (await this.ask(
      'SELECT uuid, state, inspector_fence AS fence FROM nodes',
    )) as readonly Row[];
    this.looks++;
    for (const { uuid, fence } of rows) {
      const before = this.fences.get(uuid) ?? 0;
      const now = Number(fence);
      if (now < before) this.violations.push(`the fence of ${uuid} went from ${before} to ${now}`);
      this.fences.set(uuid, Math.max(now, before));
    }
  }

  /** One leads at most. A change of the leader between two answers looks like two of them, but not for long. */
  private async lookAtLeader(): Promise<void> {
    const leaders = async (): Promise<number[]> => {
      const { body } = await this.cluster.request('GET', '/v1/cluster');
      const members = (body['members'] ?? []) as { process: number; report: { leads: boolean } | null }[];
      return members.filter(({ report }) => report?.leads === true).map(({ process }) => process);
    };
    if ((await leaders()).length < 2) return;
    const now = await leaders();
    if (now.length > 1) this.violations.push(`processes ${now.join(' and ')} lead`);
  }

  private async ask(sql: string): Promise<readonly object[]> {
    this.query ??= await this.connect();
    try {
      return await this.query(sql);
    } catch (error) {
      this.query = undefined;
      await this.close().catch(() => undefined);
      throw error;
    }
  }

  private async connect(): Promise<(sql: string) => Promise<readonly object[]>> {
    const url = new URL(this.cluster.database);
    const place = {
      ...{ host: url.hostname, port: Number(url.port), user: decodeURIComponent(url.username) },
      ...{ password: decodeURIComponent(url.password), database: url.pathname.slice(1) },
    };
    if (url.protocol.startsWith('mysql')) {
      const connection = await createConnection(place);
      connection.on('error', () => undefined);
      this.close = () => connection.end();
      return async (sql) => (await connection.query(sql))[0] as object[];
    }
    const client = new Client(place);
    client.on('error', () => undefined);
    await client.connect();
    this.close = () => client.end();
    return async (sql) => (await client.query(sql)).rows as object[];
  }
}
