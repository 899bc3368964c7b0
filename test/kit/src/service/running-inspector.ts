import type { JsonObject } from '@inspector/plugin-api';
import { readJson, writeJson } from '@inspector/plugin-api/json';
import type { FakeIronic, FakeNode, Machine } from '@inspector/simulator';
import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceLog, ServiceLogLine } from './service-log.js';

/** A node: its UUID or name, or what has a UUID, such as a machine. */
export type NodeName = string | { readonly uuid: string };

/** How the introspection of a node stands. */
export interface IntrospectionStatus {
  readonly uuid: string;
  /** `starting`, `waiting`, `processing`, `finished`, `error`, `reapplying`, `enrolling` or `aborting`. */
  readonly state: string;
  /** Whether it is over, well or not. */
  readonly finished: boolean;
  /** Why it failed; null while it goes on and after success. */
  readonly error: string | null;
}

/** How a hook of the latest introspection went. */
export interface HookOutcome extends JsonObject {
  readonly hook: string;
  readonly outcome: string;
}

/** An answer of the API. */
export interface ServiceAnswer {
  readonly status: number;
  /** The body, parsed; `{}` where there is none. */
  readonly body: JsonObject;
}

/** How long is waited. */
export interface WaitLimit {
  /** Seconds; default 10. */
  readonly seconds?: number;
}

/** A service that runs in this process, for tests of plugins. */
export interface RunningInspector {
  /** Where its API is: `http://127.0.0.1:34567`. */
  readonly url: string;
  /** The bare metal service. */
  readonly ironic: FakeIronic;
  /** The machines that were asked for. One whose introspection is started boots and posts by itself. */
  readonly machines: readonly Machine[];
  /** What the service and its plugins have logged. */
  readonly log: readonly ServiceLogLine[];
  /** Sends a request to the API. An answer of any status is an answer. */
  request(method: string, path: string, body?: JsonObject | readonly JsonObject[]): Promise<ServiceAnswer>;
  /** Starts the introspection of a node. Throws where the API refuses. */
  start(node: NodeName, options?: { readonly manageBoot?: boolean }): Promise<void>;
  /** Posts data as a ramdisk does; the answer says whether they were taken. */
  post(data: JsonObject): Promise<ServiceAnswer>;
  /** How the introspection of a node stands. */
  status(node: NodeName): Promise<IntrospectionStatus>;
  /**
   * Waits until the introspection of a node is in a state, or as a function wants it.
   *
   * @throws after the limit, with the state it is in and what was logged
   */
  until(
    node: NodeName,
    wanted: string | ((status: IntrospectionStatus) => boolean),
    limit?: WaitLimit,
  ): Promise<IntrospectionStatus>;
  /** Waits until a line of the log has this text, or fits this expression; it may be there already. */
  logged(text: string | RegExp, limit?: WaitLimit): Promise<ServiceLogLine>;
  /** Starts the introspection of a node and waits for its end, well or not. */
  introspect(node: NodeName, limit?: WaitLimit): Promise<IntrospectionStatus>;
  /** The node as the fake bare metal service has it now. */
  node(node: NodeName): FakeNode;
  /** The data that are stored of a node: as the hooks left them, or with `raw` as they were posted. */
  data(node: NodeName, which?: 'processed' | 'raw'): Promise<JsonObject>;
  /** How each hook of the latest introspection of a node went, in the order they ran. */
  hooks(node: NodeName): Promise<readonly HookOutcome[]>;
  /** Ends the service, its machines and the bare metal service, and removes all their files. A second call waits for the same end. */
  stop(): Promise<void>;
}

/** What {@link serviceMethods} talks to. */
interface Parts {
  readonly url: string;
  readonly ironic: FakeIronic;
  readonly log: ServiceLog;
}

const SECONDS = 10;

/** Milliseconds between two looks at a status. */
const POLL = 20;

/** What can be done with a service that runs. */
export function serviceMethods({ url, ironic, log }: Parts): Omit<RunningInspector, 'machines' | 'stop'> {
  const request: RunningInspector['request'] = async (method, path, body) => {
    const response = await fetch(url + path, {
      method,
      ...(body === undefined
        ? {}
        : { body: writeJson(body), headers: { 'Content-Type': 'application/json' } }),
    });
    const text = await response.text();
    return { status: response.status, body: parsed(text) };
  };
  const asked = async (method: string, path: string): Promise<JsonObject> => {
    const { status, body } = await request(method, path);
    if (status < 400) return body;
    throw new Error(`${method} ${path} was answered ${status}: ${messageIn(body)}${log.complaints()}`);
  };
  const status: RunningInspector['status'] = async (node) =>
    (await asked('GET', introspection(node))) as unknown as IntrospectionStatus;
  const until: RunningInspector['until'] = async (node, wanted, { seconds = SECONDS } = {}) => {
    const fits = typeof wanted === 'string' ? ({ state }: IntrospectionStatus) => state === wanted : wanted;
    const end = performance.now() + seconds * 1000;
    for (;;) {
      const found = await status(node);
      if (fits(found)) return found;
      if (performance.now() > end) {
        const error = found.error === null ? '' : ` (${found.error})`;
        throw new Error(
          `After ${seconds} s the introspection of ${uuidOf(node)} is in state ${found.state}${error}` +
            `${typeof wanted === 'string' ? `, not ${wanted}` : ''}.${log.complaints()}`,
        );
      }
      await pause(POLL);
    }
  };
  const start: RunningInspector['start'] = async (node, { manageBoot } = {}) => {
    const query = manageBoot === undefined ? '' : `?manage_boot=${String(manageBoot)}`;
    await asked('POST', `${introspection(node)}${query}`);
  };
  return {
    url,
    ironic,
    log: log.lines,
    request,
    start,
    status,
    until,
    post: (data) => request('POST', '/v1/continue', data),
    logged: (text, limit) => logged(log, text, limit),
    async introspect(node, limit) {
      await start(node);
      return until(node, ({ finished }) => finished, limit);
    },
    node: (node) => ironic.node(uuidOf(node)),
    data: (node, which = 'processed') =>
      asked('GET', `${introspection(node)}/data${which === 'raw' ? '/unprocessed' : ''}`),
    hooks: async (node) =>
      (await asked('GET', `${introspection(node)}/results`))['results'] as unknown as HookOutcome[],
  };
}

function logged(
  log: ServiceLog,
  text: string | RegExp,
  { seconds = SECONDS }: WaitLimit = {},
): Promise<ServiceLogLine> {
  const fits = ({ msg }: ServiceLogLine): boolean =>
    typeof text === 'string' ? msg.includes(text) : text.test(msg);
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const found = log.lines.find(fits);
      if (found === undefined) return;
      clearTimeout(timer);
      forget();
      resolve(found);
    };
    const timer = setTimeout(() => {
      forget();
      reject(new Error(`After ${seconds} s nothing was logged with ${String(text)}.${log.complaints()}`));
    }, seconds * 1000);
    const forget = log.watch(look);
    look();
  });
}

const uuidOf = (node: NodeName): string => (typeof node === 'string' ? node : node.uuid);

const introspection = (node: NodeName): string => `/v1/introspection/${encodeURIComponent(uuidOf(node))}`;

function parsed(text: string): JsonObject {
  if (text.trim() === '') return {};
  return readJson(text) as JsonObject;
}

const messageIn = (body: JsonObject): string => {
  const { error } = body;
  return typeof error === 'object' && error !== null && !Array.isArray(error)
    ? String(error['message'])
    : writeJson(body);
};
