import { createInspector, type Inspector, type UserConfig } from '@inspector/core';
import type { JsonObject } from '@inspector/plugin-api';
import {
  startFakeIronic,
  type FakeIronic,
  type FakeIronicOptions,
  type FakeNode,
} from '@inspector/simulator';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { resolveConfig } from '../../core/src/config/load.js';
import type { Timing } from '../../core/src/conductor/timing.js';
import { startStandalone } from '../../core/src/server/start-standalone.js';
import { startApart } from './apart.js';
import { runSql } from './behind-its-back.js';

/** The root of the repository. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** An answer of the API, its body parsed. */
export interface Answer {
  readonly status: number;
  readonly body: JsonObject;
}

/** A status as the API shows it. */
export interface Status {
  readonly uuid: string;
  readonly state: string;
  readonly finished: boolean;
  readonly error: string | null;
  readonly started_at: string;
  readonly finished_at: string | null;
}

/** One process, or API and conductor apart with JSON between them. */
export type Composition = 'whole' | 'apart';

/** `INSPECTOR_TEST_APART=1` has all functional tests work on an API apart from its conductor. */
const COMPOSITION: Composition = process.env['INSPECTOR_TEST_APART'] === undefined ? 'whole' : 'apart';

/** A running service over a fake Ironic, in a folder of its own. */
export class Bench {
  /** The lines the service logged, of all levels. */
  readonly log: string[];

  private constructor(
    readonly folder: string,
    readonly ironic: FakeIronic,
    private service: Served,
    private readonly config: UserConfig,
    private readonly composition: Composition,
    private readonly timing: Partial<Timing> | undefined,
  ) {
    this.log = service.lines;
  }

  /** Starts both; `config` is laid over what tests need. `timing` makes the service as fast as a fast ramdisk. */
  static async start(
    config: UserConfig = {},
    ironicOptions: FakeIronicOptions = {},
    composition: Composition = COMPOSITION,
    timing?: Partial<Timing>,
  ): Promise<Bench> {
    const folder = await mkdtemp(join(tmpdir(), 'inspector-functional-'));
    const ironic = await startFakeIronic(ironicOptions);
    const full: UserConfig = {
      listenPort: 0,
      introspectionDelay: 0,
      cleanUpPeriod: 0,
      ...config,
      database: {
        connection: `sqlite:///${folder}/inspector.sqlite`,
        sqliteSynchronous: false,
        ...config.database,
      },
      ironic: { endpointOverride: ironic.url, retryInterval: 0, ...(config['ironic'] as object) },
    };
    try {
      return new Bench(folder, ironic, await serve(full, composition, timing), full, composition, timing);
    } catch (error) {
      await ironic.close();
      await rm(folder, { recursive: true });
      throw error;
    }
  }

  /** Runs SQL on the database, as somebody behind the back of the service. */
  sql(text: string): Promise<void> {
    return runSql(join(this.folder, 'inspector.sqlite'), text);
  }

  get url(): string {
    return this.service.url;
  }

  /** Stops the service and starts it again on the same database, which `between` may change meanwhile. */
  async restart(between?: () => Promise<void>): Promise<void> {
    await this.service.close();
    await between?.();
    this.service = await serve(this.config, this.composition, this.timing, this.log);
  }

  /** Ends both. Requests that Ironic still holds go on first: a failed test leaves them, and the service waits for them. */
  async close(): Promise<void> {
    this.ironic.clearFaults();
    await this.service.close();
    await this.ironic.close();
    await rm(this.folder, { recursive: true });
  }

  /** A node with one port whose MAC is that of the payload's boot interface. */
  enroll(payload: JsonObject, fields: Partial<FakeNode> = {}): FakeNode {
    const inventory = payload['inventory'] as JsonObject;
    const node = this.ironic.addNode({
      driver_info: { ipmi_address: inventory['bmc_address'] ?? '192.0.2.250' },
      ...fields,
    });
    const [first] = inventory['interfaces'] as JsonObject[];
    this.ironic.addPort({ node_uuid: node.uuid, address: String(first?.['mac_address']) });
    return node;
  }

  async request(method: string, path: string, body?: string | object): Promise<Answer> {
    const text = typeof body === 'object' ? JSON.stringify(body) : body;
    const response = await fetch(this.url + path, { method, ...(text === undefined ? {} : { body: text }) });
    const answer = await response.text();
    return { status: response.status, body: answer === '' ? {} : (JSON.parse(answer) as JsonObject) };
  }

  start(node: string, query = ''): Promise<Answer> {
    return this.request('POST', `/v1/introspection/${node}${query}`);
  }

  post(data: string | object): Promise<Answer> {
    return this.request('POST', '/v1/continue', data);
  }

  async status(node: string): Promise<Status> {
    return (await this.request('GET', `/v1/introspection/${node}`)).body as unknown as Status;
  }

  /** Starts introspection of a node and resolves when it waits for data. */
  async startAndWait(node: string, query = '', limitMs?: number): Promise<void> {
    const { status, body } = await this.start(node, query);
    if (status !== 202) throw new Error(`start answered ${status}: ${JSON.stringify(body)}`);
    await this.until(node, ({ state }) => state === 'waiting', limitMs);
  }

  /** Polls the status of a node until it is as wanted; fails when that takes longer than the limit (5 s). */
  async until(node: string, wanted: (status: Status) => boolean, limitMs?: number): Promise<Status> {
    return eventually(() => this.status(node), wanted, `node ${node}`, limitMs);
  }

  /** Resolves with the status once the introspection is over. */
  finished(node: string, limitMs?: number): Promise<Status> {
    return this.until(node, ({ finished, state }) => finished && state !== 'reapplying', limitMs);
  }
}

type Served = Inspector & { readonly lines: string[] };

/** Starts a service; `INSPECTOR_TEST_LOG=debug` shows what it logs. */
async function serve(
  config: UserConfig,
  composition: Composition,
  timing: Partial<Timing> | undefined,
  lines: string[] = [],
): Promise<Served> {
  const write = (line: string): void => {
    lines.push(line);
    if (process.env['INSPECTOR_TEST_LOG'] !== undefined) process.stdout.write(line);
  };
  const level = process.env['INSPECTOR_TEST_LOG'] ?? 'trace';
  const log = pino({ level }, { write });
  const options = { config, cwd: ROOT, log, upgradeDatabase: true };
  const service = await (composition === 'apart'
    ? startApart(options)
    : timing === undefined
      ? createInspector(options)
      : startStandalone({ ...options, config: resolveConfig(config), timing }));
  return { ...service, lines };
}

/** Polls until a value is as wanted. */
export async function eventually<T>(
  read: () => Promise<T> | T,
  wanted: (value: T) => boolean,
  what: string,
  limitMs = 5000,
): Promise<T> {
  const end = performance.now() + limitMs;
  for (;;) {
    const value = await read();
    if (wanted(value)) return value;
    if (performance.now() > end) throw new Error(`${what} stayed ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, limitMs / 500));
  }
}

/** What a machine posted, from the fixtures. */
export async function payload(name = 'kvm-lldp-raw'): Promise<JsonObject> {
  const text = await readFile(join(ROOT, 'test/fixtures/inventories', `${name}.json`), 'utf8');
  return JSON.parse(text) as JsonObject;
}
