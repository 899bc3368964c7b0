import { createTransport, type Transport, type TransportOptions } from './transport.js';
import { createRulesClient, type RulesClient } from './rules.js';
import type { ApiVersion, HookResult, Introspection, JsonObject, ListOptions, Resource } from './types.js';
import { waitForFinish, type WaitOptions } from './wait.js';

/** How to reach a server. */
export type ClientOptions = TransportOptions;

/** Options of every request. */
export interface RequestOptions {
  /** Ends the request; it then fails with the reason of the signal. */
  readonly signal?: AbortSignal;
}

/** Which data of a node. */
export interface DataOptions extends RequestOptions {
  /** true: the data as the ramdisk sent them; false (default): as the hooks left them. */
  readonly unprocessed?: boolean;
}

/**
 * A client of one Inspector. Nodes are given by UUID or by their name in the bare metal service. Every method
 * throws {@link ClientError}, whose `status` is `undefined` when the server did not answer.
 */
export interface InspectorClient {
  /** `GET /` */
  versions(options?: RequestOptions): Promise<ApiVersion[]>;
  /** `GET /v1` */
  resources(options?: RequestOptions): Promise<Resource[]>;
  /** Starts introspection. `manageBoot: false` leaves boot device and power to the caller. */
  start(node: string, options?: RequestOptions & { readonly manageBoot?: boolean }): Promise<void>;
  status(node: string, options?: RequestOptions): Promise<Introspection>;
  /** One page of introspections, the newest first. */
  list(options?: RequestOptions & ListOptions): Promise<Introspection[]>;
  /** All introspections, page by page as they are consumed. `limit` is the size of a page. */
  listAll(options?: RequestOptions & ListOptions): AsyncIterable<Introspection>;
  /** Waits until introspections are over, well or not; see {@link WaitOptions}. */
  waitForFinish(nodes: readonly string[], options?: WaitOptions): Promise<Introspection[]>;
  abort(node: string, options?: RequestOptions): Promise<void>;
  /** Processes the stored data of a node again, or `data` (an object, or JSON text sent as it is). */
  reapply(node: string, data?: JsonObject | string, options?: RequestOptions): Promise<void>;
  /** Stored data, parsed. Numbers JavaScript cannot hold lose digits; {@link dataText} keeps them. */
  data(node: string, options?: DataOptions): Promise<JsonObject>;
  /** Stored data as the text that is stored. */
  dataText(node: string, options?: DataOptions): Promise<string>;
  /** Delivers data in the place of a ramdisk and answers the UUID of the node they belong to. */
  continue(data: JsonObject | string, options?: RequestOptions): Promise<string>;
  /** How each hook of the latest introspection of a node went, in the order they ran. */
  hookResults(node: string, options?: RequestOptions): Promise<HookResult[]>;
  readonly rules: RulesClient;
  /** Installed plugins and what became of them. */
  plugins(options?: RequestOptions): Promise<JsonObject[]>;
  /** How the PXE filter stands, and what the machine with a MAC address gets. */
  pxeFilter(mac?: string, options?: RequestOptions): Promise<JsonObject>;
  /** Metrics of the service in the text format of Prometheus. */
  metrics(options?: RequestOptions): Promise<string>;
  /** The OpenAPI document of the API. */
  openApi(options?: RequestOptions): Promise<JsonObject>;
}

const INTROSPECTION = ['v1', 'introspection'];

/** Makes a client. Nothing is sent until a method is called. */
export function createClient(options: ClientOptions): InspectorClient {
  const send = createTransport(options);
  const read = readerOf(send);
  const status = (node: string, { signal }: RequestOptions = {}) =>
    read<Introspection>([...INTROSPECTION, node], signal);
  const list: InspectorClient['list'] = async ({ signal, limit, marker, states } = {}) => {
    const query = { limit, marker, state: states?.join(',') };
    const text = await send({ method: 'GET', path: INTROSPECTION, query, signal });
    return (JSON.parse(text) as { introspection: Introspection[] }).introspection;
  };
  const act = async (path: readonly string[], { signal }: RequestOptions, body?: string): Promise<void> => {
    await send({ method: 'POST', path: [...INTROSPECTION, ...path], body, signal });
  };
  const dataText: InspectorClient['dataText'] = (node, { signal, unprocessed } = {}) =>
    send({
      method: 'GET',
      path: [...INTROSPECTION, node, 'data', ...(unprocessed === true ? ['unprocessed'] : [])],
      signal,
    });

  return {
    versions: async ({ signal } = {}) => (await read<{ versions: ApiVersion[] }>([], signal)).versions,
    resources: async ({ signal } = {}) => (await read<{ resources: Resource[] }>(['v1'], signal)).resources,
    start: async (node, { signal, manageBoot } = {}) => {
      const query = { manage_boot: manageBoot };
      await send({ method: 'POST', path: [...INTROSPECTION, node], query, signal });
    },
    status,
    list,
    listAll: (selection) => pages(list, selection),
    waitForFinish: (nodes, waitOptions) => waitForFinish(status, nodes, waitOptions),
    abort: (node, request = {}) => act([node, 'abort'], request),
    reapply: (node, data, request = {}) => act([node, 'data', 'unprocessed'], request, textOf(data)),
    data: async (node, request) => JSON.parse(await dataText(node, request)) as JsonObject,
    dataText,
    continue: async (data, { signal } = {}) => {
      const text = await send({ method: 'POST', path: ['v1', 'continue'], body: textOf(data), signal });
      return (JSON.parse(text) as { uuid: string }).uuid;
    },
    hookResults: async (node, { signal } = {}) =>
      (await read<{ results: HookResult[] }>([...INTROSPECTION, node, 'results'], signal)).results,
    rules: createRulesClient(send),
    plugins: async ({ signal } = {}) =>
      (await read<{ plugins: JsonObject[] }>(['v1', 'plugins'], signal)).plugins,
    pxeFilter: async (mac, { signal } = {}) =>
      JSON.parse(
        await send({ method: 'GET', path: ['v1', 'pxe-filter'], query: { mac }, signal }),
      ) as JsonObject,
    metrics: ({ signal } = {}) => send({ method: 'GET', path: ['metrics'], signal }),
    openApi: ({ signal } = {}) => read(['openapi.json'], signal),
  };
}

const readerOf =
  (send: Transport) =>
  async <T>(path: readonly string[], signal: AbortSignal | undefined): Promise<T> =>
    JSON.parse(await send({ method: 'GET', path, signal })) as T;

const textOf = (data: JsonObject | string | undefined): string | undefined =>
  data === undefined || typeof data === 'string' ? data : JSON.stringify(data);

async function* pages(
  list: InspectorClient['list'],
  selection: RequestOptions & ListOptions = {},
): AsyncGenerator<Introspection> {
  let page = await list(selection);
  while (page.length > 0) {
    yield* page;
    const marker = page.at(-1)?.uuid;
    page = marker === undefined ? [] : await list({ ...selection, marker });
  }
}
