import { createBaselinesClient, type BaselinesClient } from './baselines.js';
import { createEventsClient, type EventsClient } from './events.js';
import { createInventoryClient, type InventoryClient } from './inventory.js';
import { createTransport, type Request, type TransportOptions } from './transport.js';
import type { RequestOptions } from './request-options.js';
import { createRulesClient, type RulesClient } from './rules.js';
import type {
  ApiVersion,
  Cluster,
  Diagnosis,
  Differences,
  HookResult,
  Introspection,
  JsonObject,
  Machine,
  ListOptions,
  Plugin,
  PxeFilter,
  Resource,
  Run,
  RunDetails,
  Session,
  UnmatchedMachine,
} from './types.js';
import { waitForFinish, type WaitOptions } from './wait.js';

/** How to reach a server. */
export type ClientOptions = TransportOptions;

/** Which data of a node. */
export interface DataOptions extends RequestOptions {
  /** true: the data as the ramdisk sent them; false (default): as the hooks left them. */
  readonly unprocessed?: boolean;
}

/**
 * A client of one Inspector. Nodes are given by UUID or by their name in the bare metal service. Every method
 * throws {@link ClientError}, whose `status` is `undefined` when the server did not answer, and a `TypeError` for
 * a node or rule named by an empty text, `.` or `..`, which would lead to another route.
 */
export interface InspectorClient {
  /** The versions of the API: `GET /`. */
  versions(options?: RequestOptions): Promise<ApiVersion[]>;
  /** The first parts of the paths below `/v1`: `GET /v1`. */
  resources(options?: RequestOptions): Promise<Resource[]>;
  /** Starts introspection. `manageBoot: false` leaves boot device and power to the caller. */
  start(node: string, options?: RequestOptions & { readonly manageBoot?: boolean }): Promise<void>;
  /** How the introspection of a node stands. */
  status(node: string, options?: RequestOptions): Promise<Introspection>;
  /** One page of introspections, the newest first. */
  list(options?: RequestOptions & ListOptions): Promise<Introspection[]>;
  /** All introspections, page by page as they are consumed. `limit` is the size of a page. */
  listAll(options?: RequestOptions & ListOptions): AsyncIterable<Introspection>;
  /** Waits until introspections are over, well or not; see {@link WaitOptions}. */
  waitForFinish(nodes: readonly string[], options?: WaitOptions): Promise<Introspection[]>;
  /** Asks for the end of the introspection of a node; that it has ended shows in its status. */
  abort(node: string, options?: RequestOptions): Promise<void>;
  /** Processes the stored data of a node again, or `data` (an object, or JSON text sent as it is). */
  reapply(node: string, data?: JsonObject | string, options?: RequestOptions): Promise<void>;
  /** Stored data, parsed. Numbers JavaScript cannot hold lose digits; {@link dataText} keeps them. */
  data(node: string, options?: DataOptions): Promise<JsonObject>;
  /** Stored data as the text that is stored. */
  dataText(node: string, options?: DataOptions): Promise<string>;
  /** Posts data as a ramdisk would, and returns the UUID of the node that they belong to. */
  continue(data: JsonObject | string, options?: RequestOptions): Promise<string>;
  /** How each hook of the latest introspection of a node went, in the order they ran. */
  hookResults(node: string, options?: RequestOptions): Promise<HookResult[]>;
  /**
   * Why a node or a machine stands where it does. `machine` is a node, or the MAC address of a machine; what nobody knows
   * gets an answer, too.
   */
  diagnosis(machine: string, options?: RequestOptions): Promise<Diagnosis>;
  /** Introspections of a node that are over, the newest first; `marker` is the number of the last one of the page before. */
  history(
    node: string,
    options?: RequestOptions & { readonly limit?: number; readonly marker?: number },
  ): Promise<Run[]>;
  /** All that is kept of an introspection: by its number, or of the newest. */
  run(node: string, number: number | 'latest', options?: RequestOptions): Promise<RunDetails>;
  /**
   * How the hardware of a node differs between two introspections, by their numbers. Default: the newest one with data,
   * and the one with data before it.
   */
  differences(
    node: string,
    options?: RequestOptions & { readonly from?: number; readonly to?: number },
  ): Promise<Differences>;
  /**
   * What the machines of all nodes are, page by page as they are consumed. `limit` is the size of a page. With `where`, those that
   * meet a condition such as `memory_mb < 262144 and vendor = Dell`; servers of former versions do not know it and send all.
   */
  machines(
    options?: RequestOptions & { readonly limit?: number; readonly where?: string },
  ): AsyncIterable<Machine>;
  /** Introspection rules. */
  readonly rules: RulesClient;
  readonly inventory: InventoryClient;
  /** The hardware that nodes should have. */
  readonly baselines: BaselinesClient;
  /** What happens. */
  readonly events: EventsClient;
  /** Installed plugins and what became of them. */
  plugins(options?: RequestOptions): Promise<Plugin[]>;
  /** How the PXE filter stands, and what machines get: one by its MAC address, or those of a node by its UUID or name. */
  pxeFilter(machine?: string | { readonly node: string }, options?: RequestOptions): Promise<PxeFilter>;
  /** The processes that share the database, and how each of them stands: `GET /v1/cluster`. */
  cluster(options?: RequestOptions): Promise<Cluster>;
  /** Who these credentials are of, and what they allow: `GET /v1/session`. */
  session(options?: RequestOptions): Promise<Session>;
  /** Machines whose posts matched no node, the latest first. */
  unmatched(options?: RequestOptions & { readonly limit?: number }): Promise<UnmatchedMachine[]>;
  /** Metrics of the service in the text format of Prometheus. */
  metrics(options?: RequestOptions): Promise<string>;
  /** The OpenAPI document of the API. */
  openApi(options?: RequestOptions): Promise<JsonObject>;
}

const INTROSPECTION = ['v1', 'introspection'];

/**
 * Makes a client. Nothing is sent until a method is called.
 *
 * @throws TypeError for a URL that cannot be the one of an API
 */
export function createClient(options: ClientOptions): InspectorClient {
  const transport = createTransport(options);
  const get = <T>(path: readonly string[], { signal }: RequestOptions = {}, query: Query = {}): Promise<T> =>
    transport.json<T>({ method: 'GET', path, query, signal });
  const listOf = <T>(
    name: string,
    path: readonly string[],
    { signal }: RequestOptions = {},
    query: Query = {},
  ): Promise<T[]> => transport.list<T>({ method: 'GET', path, query, signal }, name);
  const post = async (
    path: readonly string[],
    { signal }: RequestOptions,
    sent: Sent = {},
  ): Promise<void> => {
    await transport.json({ method: 'POST', path: [...INTROSPECTION, ...path], ...sent, signal });
  };
  const status: InspectorClient['status'] = (node, { signal } = {}) =>
    transport.json({ method: 'GET', path: [...INTROSPECTION, node], signal }, 'uuid');
  const list: InspectorClient['list'] = async (selection = {}) => {
    const query = { limit: selection.limit, marker: selection.marker, state: selection.states?.join(',') };
    return listOf<Introspection>('introspection', INTROSPECTION, selection, query);
  };

  return {
    versions: (request) => listOf<ApiVersion>('versions', [], request),
    resources: (request) => listOf<Resource>('resources', ['v1'], request),
    start: (node, request = {}) => post([node], request, { query: { manage_boot: request.manageBoot } }),
    status,
    list,
    listAll: (selection) =>
      pages((marker) => list({ ...selection, ...(marker === undefined ? {} : { marker }) })),
    waitForFinish: (nodes, waitOptions) => waitForFinish(status, nodes, waitOptions),
    abort: (node, request = {}) => post([node, 'abort'], request),
    reapply: (node, data, request = {}) =>
      post([node, 'data', 'unprocessed'], request, data === undefined ? {} : { body: textOf(data) }),
    data: (node, request) => get(dataPath(node, request), request),
    dataText: (node, request) =>
      transport.objectText({ method: 'GET', path: dataPath(node, request), signal: request?.signal }),
    continue: async (data, { signal } = {}) => {
      const request = { method: 'POST', path: ['v1', 'continue'], body: textOf(data), signal } as const;
      return (await transport.json<{ uuid: string }>(request)).uuid;
    },
    hookResults: (node, request) =>
      listOf<HookResult>('results', [...INTROSPECTION, node, 'results'], request),
    diagnosis: (machine, { signal } = {}) =>
      transport.json({ method: 'GET', path: [...INTROSPECTION, machine, 'diagnosis'], signal }, 'findings'),
    history: (node, { limit, marker, ...request } = {}) =>
      listOf<Run>('history', [...INTROSPECTION, node, 'history'], request, { limit, marker }),
    run: (node, number, { signal } = {}) =>
      transport.json(
        { method: 'GET', path: [...INTROSPECTION, node, 'history', String(number)], signal },
        'number',
      ),
    differences: (node, { from, to, signal } = {}) =>
      transport.json(
        { method: 'GET', path: [...INTROSPECTION, node, 'diff'], query: { from, to }, signal },
        'differences',
      ),
    machines: ({ limit, where, ...request } = {}) =>
      pages((marker) => listOf<Machine>('nodes', ['v1', 'nodes'], request, { limit, marker, where })),
    rules: createRulesClient(transport),
    inventory: createInventoryClient(transport),
    baselines: createBaselinesClient(transport),
    events: createEventsClient(transport),
    plugins: (request) => listOf<Plugin>('plugins', ['v1', 'plugins'], request),
    pxeFilter: (machine, { signal } = {}) => {
      const query = typeof machine === 'string' ? { mac: machine } : { node: machine?.node };
      return transport.json({ method: 'GET', path: ['v1', 'pxe-filter'], query, signal }, 'driver');
    },
    cluster: ({ signal } = {}) =>
      transport.json({ method: 'GET', path: ['v1', 'cluster'], signal }, 'coordination'),
    session: ({ signal } = {}) =>
      transport.json<Session>({ method: 'GET', path: ['v1', 'session'], signal }, 'may'),
    unmatched: ({ limit, ...request } = {}) =>
      listOf<UnmatchedMachine>('unmatched', ['v1', 'unmatched'], request, { limit }),
    metrics: ({ signal } = {}) => transport.text({ method: 'GET', path: ['metrics'], signal }),
    openApi: (request) => get(['openapi.json'], request),
  };
}

type Query = NonNullable<Request['query']>;
type Sent = Pick<Request, 'query' | 'body'>;

const dataPath = (node: string, { unprocessed = false }: DataOptions = {}): string[] => [
  ...INTROSPECTION,
  node,
  'data',
  ...(unprocessed ? ['unprocessed'] : []),
];

const textOf = (data: JsonObject | string): string =>
  typeof data === 'string' ? data : JSON.stringify(data);

/** All items of a list, page by page. */
async function* pages<Item extends { readonly uuid: string }>(
  list: (marker: string | undefined) => Promise<Item[]>,
): AsyncGenerator<Item> {
  let page = await list(undefined);
  while (page.length > 0) {
    yield* page;
    const marker = page.at(-1)?.uuid;
    page = marker === undefined ? [] : await list(marker);
  }
}
