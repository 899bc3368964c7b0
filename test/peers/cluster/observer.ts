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

/** Of each node, the starts and aborts that were asked for by their ids, with the answer of those that were refused. */
export type Asked = Map<string, Map<string, string | undefined>>;

/**
 * Watches the database, the coordination backend and the bare metal service while faults happen, and notes what must never
 * be.
 */
export class Observer {
  readonly violations: string[] = [];
  /** Looks at the database that worked. */
  looks = 0;
  private readonly fences = new Map<string, number>();
  private readonly begun = new Map<string, number>();
  private readonly ending = new AbortController();
  private readonly work: Promise<unknown>;
  private query: ((sql: string) => Promise<readonly object[]>) | undefined;
  private close: () => Promise<unknown> = () => Promise.resolve();

  /** @param asked - what other observers of the cluster know of starts and aborts that were asked for */
  constructor(
    private readonly cluster: Cluster,
    private readonly asked: Asked = new Map(),
  ) {
    this.work = Promise.all([this.repeat(() => this.lookAtFences()), this.repeat(() => this.lookAtLeader())]);
  }

  /**
   * Notes a start or an abort that is asked for: the bare metal service may be told once by it to change the power of the
   * machine, whatever its answer is and whenever it is carried out.
   *
   * @param id - of the request
   */
  asks({ uuid }: Machine, id: string): void {
    const asked = this.asked.get(uuid) ?? new Map<string, string | undefined>();
    this.asked.set(uuid, asked.set(id, undefined));
  }

  /**
   * Notes that such a request was refused: the power is not changed by it.
   *
   * @param answer - what the refusal was, for a message
   */
  refused({ uuid }: Machine, id: string, answer: string): void {
    this.asked.get(uuid)?.set(id, answer);
  }

  /**
   * Notes that an introspection has begun.
   *
   * @param time - what the bare metal service was told since then belongs to it; milliseconds since 1970
   */
  begins({ uuid }: Machine, time: number): void {
    this.begun.set(uuid, time);
  }

  /** Looks at what became of an introspection that is over, and notes what was done twice, or not at all. */
  ended({ uuid }: Machine, { state, error }: Readonly<Record<string, unknown>>): void {
    const since = this.begun.get(uuid) ?? 0;
    const asked = this.asked.get(uuid) ?? new Map<string, string | undefined>();
    const changes = this.cluster.ironic
      .requestsMatching({ node: uuid, method: 'PUT', path: /states\/power$/ })
      .filter(({ status }) => status !== undefined && status < 300);
    const causes = (of: typeof changes): string =>
      of.map(({ time, requestId }) => `${time - since} ms: ${requestId}`).join(', ');
    for (const [id, answer] of asked) {
      const of = changes.filter(({ requestId }) => requestId === id);
      if (of.length > 1) this.violations.push(`${uuid}: one request changed its power twice (${causes(of)})`);
      if (of.length > 0 && answer !== undefined)
        this.violations.push(
          `${uuid}: a request with the answer ${answer} changed its power (${causes(of)})`,
        );
    }
    const isAsked = ({ requestId }: (typeof changes)[number]): boolean => asked.has(requestId ?? '');
    const present = changes.filter(({ time }) => time >= since);
    // What is left are power offs at the end. An abort that is taken over powers off whatever was done before.
    const ends = present.filter((change) => !isAsked(change));
    const aborted = typeof error === 'string' && error.startsWith('Canceled by operator') ? 1 : 0;
    if (ends.length > 1 + aborted)
      this.violations.push(`${uuid}: it was powered off ${ends.length} times (${causes(present)})`);
    if (state === 'finished' && (ends.length === 0 || !present.some(isAsked)))
      this.violations.push(
        `${uuid}: it is finished, and was not booted and powered off (${causes(present)})`,
      );
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
