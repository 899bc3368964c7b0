import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { ApiDependencies } from '../../src/api/dependencies.js';
import { allowEveryone } from '../../src/access/allow-everyone.js';
import { createApp } from '../../src/api/app.js';
import { resolveConfig } from '../../src/config/load.js';
import { EventStreams } from '../../src/api/events/event-streams.js';
import { limitReports } from '../../src/api/limits/limit-reports.js';
import { requestLimits } from '../../src/api/limits/request-limits.js';
import type { ClusterStanding } from '../../src/reports/cluster-status.js';
import type { Diagnosis } from '../../src/reports/diagnosis.js';
import type { UserConfig } from '../../src/config/types.js';
import type {
  HookResult,
  StoredBaselineWithBody,
  StoredRunWithBody,
  StoredSummary,
  StoredUnmatchedPosts,
} from '../../src/db/types.js';
import { hardwareSummary } from '../../src/history/summary.js';
import { createLog } from '../../src/log/log.js';
import { machine } from '../difference/machine.js';
import { createMetrics } from '../../src/metrics/metrics.js';
import type { RulesService } from '../../src/rules/types.js';
import { assertDocumented } from './documented.js';
import { FakeEvents } from './fake-events.js';
import { FakeConductor } from './fake-conductor.js';
import { FakeRecords } from './fake-records.js';
import { FakeRules } from './fake-rules.js';
import { overJson } from '../conductor/over-json.js';
import { FakeStorage } from './fake-storage.js';

/** What a client got. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body parsed as JSON. */
  readonly json: never;
  /** `error.message` of the body. */
  readonly message: string;
}

/** A request: header and body as a client gives them. */
export interface Call {
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array;
}

/** Milliseconds after which a silent stream says that it is alive. */
const ALIVE = 50;

/** What a test puts in the place of a fake. */
type Overrides = Partial<Omit<ApiDependencies, 'rules'>> & {
  /** Taken by the API for what it does with rules itself, and by the conductor for the rest. */
  readonly rules?: RulesService;
};

/** An API server that really listens, on fakes of everything behind it. The conductor is behind JSON. */
export class ApiServer {
  readonly records = new FakeRecords();
  readonly rules = new FakeRules();
  readonly conductor = new FakeConductor(this.rules);
  readonly storage = new FakeStorage();
  readonly hookResults = new Map<string, HookResult[]>();
  /** What is kept of introspections, the newest first. */
  readonly history = new Map<string, StoredRunWithBody[]>();
  /** What machines are, by UUID. */
  readonly summaries: StoredSummary[] = [];
  /** Resource classes of nodes, as their latest introspection has seen them. */
  readonly classes = new Map<string, string>();
  readonly baselines = new Map<string, StoredBaselineWithBody>();
  readonly unmatched: StoredUnmatchedPosts[] = [];
  /** What is found out about every node and machine. */
  diagnosis: Omit<Diagnosis, 'asked'> = {
    ...{
      node: null,
      mac: null,
      state: null,
      since: null,
      started_at: null,
      finished_at: null,
      ends_at: null,
    },
    ...{ last_contact: null, findings: [], looked_at: [] },
  };
  /** Thrown in the place of what is found out. */
  diagnosisFailure: unknown;
  readonly events = new FakeEvents();
  /** What the members say. */
  cluster: ClusterStanding = {
    asked: { host: 'rack-1', process: 7, program: 'api', version: '1.0.0', schema_revision: 'c47d19b3e085' },
    ...{ coordination: 'etcd', members: [], unknown: null },
  };
  readonly metrics = createMetrics();
  readonly log: string[] = [];
  url = '';
  port = 0;
  #server: Server | undefined;

  static async start(config: UserConfig = {}, overrides: Overrides = {}): Promise<ApiServer> {
    const api = new ApiServer();
    if (overrides.rules) api.conductor.rules = overrides.rules;
    const log = createLog({ debug: true, destination: { write: (line: string) => void api.log.push(line) } });
    const resolved = resolveConfig(config);
    const reports = limitReports(api.metrics, log);
    const dependencies: ApiDependencies = {
      config: resolved,
      records: api.records,
      hookResults: { list: (uuid) => Promise.resolve(api.hookResults.get(uuid) ?? []) },
      history: {
        list: (uuid, { limit, below = Infinity, withData = false }) =>
          Promise.resolve(
            (api.history.get(uuid) ?? [])
              .filter(({ number, keptData }) => number < below && (!withData || keptData !== 'none'))
              .slice(0, limit),
          ),
        get: (uuid, number) => Promise.resolve(api.history.get(uuid)?.find((run) => run.number === number)),
      },
      summaries: {
        list: ({ limit, marker = '' }) =>
          Promise.resolve(api.summaries.filter(({ uuid }) => uuid > marker).slice(0, limit)),
        get: (uuid) => Promise.resolve(api.#summary(uuid)),
      },
      baselines: {
        list: () => Promise.resolve([...api.baselines.entries()].sort().map(([, baseline]) => baseline)),
        get: (scope) => Promise.resolve(api.baselines.get(JSON.stringify(scope))),
        set: (baseline) => Promise.resolve(void api.baselines.set(JSON.stringify(baseline.scope), baseline)),
        clear: (scope) => Promise.resolve(api.baselines.delete(JSON.stringify(scope))),
      },
      events: api.events,
      streams: new EventStreams({
        events: api.events,
        most: resolved.limits.watchers,
        reports,
        log,
        alive: ALIVE,
      }),
      unmatched: { list: (limit) => Promise.resolve(api.unmatched.slice(0, limit)) },
      diagnosis: {
        of: (asked) =>
          api.diagnosisFailure === undefined
            ? Promise.resolve({ asked, ...api.diagnosis })
            : Promise.reject(api.diagnosisFailure as Error),
      },
      rules: api.rules,
      storage: api.storage,
      conductor: overJson(api.conductor),
      cluster: { read: () => Promise.resolve(api.cluster) },
      inventory: { open: () => Promise.reject(new Error('This test has no inventory.')) },
      generation: { run: () => Promise.reject(new Error('This test has no inventory.')) },
      metrics: api.metrics,
      log,
      access: allowEveryone,
      ...overrides,
    };
    const app = createApp(dependencies, requestLimits(dependencies.config, reports));
    api.#server = createServer(app.callback());
    await new Promise<void>((resolve) => api.#server?.listen(0, '127.0.0.1', resolve));
    api.port = (api.#server.address() as AddressInfo).port;
    api.url = `http://127.0.0.1:${api.port}`;
    return api;
  }

  #summary(uuid: string): StoredSummary | undefined {
    const [name, hardware] = [this.classes.get(uuid), hardwareSummary(machine())];
    if (name === undefined || hardware === undefined) return undefined;
    const seen = { name: null, state: 'finished', inspectedAt: null } as const;
    return { uuid, ...seen, hardware: { ...hardware, resource_class: name } };
  }

  /** Sends a request; JSON answers are checked against the OpenAPI document on the way. */
  async call(method: string, path: string, { headers = {}, body }: Call = {}): Promise<Answer> {
    const response = await fetch(this.url + path, {
      method,
      headers,
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type') === 'application/json' && text !== '';
    const json = (isJson ? JSON.parse(text) : undefined) as never;
    if (isJson) assertDocumented(method, path, response.status, json);
    const message = (json as { error?: { message: string } } | undefined)?.error?.message ?? '';
    return { status: response.status, headers: response.headers, text, json, message };
  }

  /** Sends bytes as they are and answers everything that comes back until the server closes. */
  raw(request: string | Uint8Array): Promise<string> {
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      const socket = connect(this.port, '127.0.0.1', () => socket.write(request));
      socket.on('data', (chunk) => chunks.push(chunk));
      socket.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
      socket.on('error', reject);
    });
  }

  /** Sends part of a request and goes away; resolves once the server has noticed. */
  async halfRequest(request: string): Promise<void> {
    const noticed = new Promise<void>((resolve) => {
      this.#server?.once('request', (incoming) => {
        incoming.once('close', resolve);
        socket.destroy();
      });
    });
    const socket = connect(this.port, '127.0.0.1', () => socket.write(request));
    await noticed;
  }

  /** Shows the next request to a test. */
  onRequest(look: (request: IncomingMessage) => void): void {
    this.#server?.prependOnceListener('request', look);
  }

  async close(): Promise<void> {
    await new Promise((resolve) => {
      this.#server?.close(resolve);
      this.#server?.closeAllConnections();
    });
  }
}

/** Runs a suite against one server of its own. */
export function withApi(config: UserConfig = {}, overrides: Overrides = {}): () => ApiServer {
  let api: ApiServer | undefined;
  beforeEach(async () => {
    api = await ApiServer.start(config, overrides);
  });
  afterEach(async () => {
    await api?.close();
  });
  return () => {
    if (!api) throw new Error('no server outside of a test');
    return api;
  };
}
