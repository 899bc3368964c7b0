import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer } from './answer.js';
import { refusal, type Credentials } from './credentials.js';
import { dispatch, locate, refusalOf } from './dispatch.js';
import { DRIVERS } from './drivers.js';
import {
  FaultInjection,
  type Fault,
  type InjectedFault,
  type RequestMatcher,
  type SeenRequest,
} from './fault-injection.js';
import { Fleet } from './fleet.js';
import type { FakeNode, Hardware } from './node-model.js';
import type { FakePort } from './port-model.js';
import { PowerSupply, type PowerListener } from './power.js';
import { RequestLog, type LoggedRequest } from './request-log.js';
import { faultAnswer, send } from './respond.js';
import { requestedVersion, versionHeaders, type VersionRange } from './version.js';

/** How a fake Ironic is set up. */
export interface FakeIronicOptions {
  /** TCP port on 127.0.0.1; default 0, a free one. */
  readonly port?: number;
  /** Nodes that exist from the start. */
  readonly nodes?: readonly Readonly<Partial<FakeNode>>[];
  /** Ports that exist from the start; their nodes must be in `nodes`. */
  readonly ports?: readonly Readonly<Partial<FakePort> & Pick<FakePort, 'address' | 'node_uuid'>>[];
  /** Longest page of a listing; default 1000 as in Ironic. */
  readonly pageLimit?: number;
  /** Drivers that nodes may have. */
  readonly drivers?: readonly string[];
  /** Newest microversion as its minor number; default 82. */
  readonly maxVersion?: number;
  /** Milliseconds from an accepted power change to its effect, the node being locked meanwhile; default 0. */
  readonly powerDelayMs?: number;
  /** Milliseconds before every answer; default 0. */
  readonly latencyMs?: number;
  /** Who may use it; default everybody. */
  readonly credentials?: Credentials;
  /** How many requests the log keeps, oldest dropped first; default 100 000, 0 for none. */
  readonly requestLimit?: number;
}

/** A fake of the bare metal service: real HTTP, everything in memory. */
export interface FakeIronic {
  /** Address without a slash at the end: `http://127.0.0.1:34567`. */
  readonly url: string;
  /** Nodes by UUID. */
  readonly nodes: ReadonlyMap<string, FakeNode>;
  /** Ports by UUID. */
  readonly ports: ReadonlyMap<string, FakePort>;
  /** Answered and unanswered requests, oldest first. */
  readonly requests: readonly LoggedRequest[];
  /** Adds a node, by default `manageable` and powered off. */
  addNode(fields?: Readonly<Partial<FakeNode>>): FakeNode;
  addPort(fields: Readonly<Partial<FakePort> & Pick<FakePort, 'address' | 'node_uuid'>>): FakePort;
  removeNode(uuid: string): void;
  removePort(uuid: string): void;
  /** A node by UUID or name; throws if there is none. */
  node(id: string): FakeNode;
  portsOf(nodeUuid: string): FakePort[];
  /** The machine behind a node: boot device, validation, power failures. */
  hardware(nodeUuid: string): Hardware;
  /** Refuses changes of the node with 409 until `unlock`. */
  lock(nodeUuid: string, host?: string): void;
  unlock(nodeUuid: string): void;
  /** Logged requests that fit. */
  requestsMatching(matcher: RequestMatcher): LoggedRequest[];
  clearRequests(): void;
  /** Injects a fault. */
  fail(fault: Fault): InjectedFault;
  clearFaults(): void;
  /** Calls a listener after each power change; the result removes it. */
  onPower(listener: PowerListener): () => void;
  /** Ends at once, cutting open connections. */
  close(): Promise<void>;
}

/** Starts a fake Ironic on 127.0.0.1. */
export async function startFakeIronic(options: FakeIronicOptions = {}): Promise<FakeIronic> {
  const fleet = new Fleet();
  for (const node of options.nodes ?? []) fleet.addNode(node);
  for (const port of options.ports ?? []) fleet.addPort(port);
  const power = new PowerSupply(fleet, options.powerDelayMs ?? 0);
  const faults = new FaultInjection();
  const log = new RequestLog(options.requestLimit ?? 100_000);
  const versions: VersionRange = { min: 1, max: options.maxVersion ?? 82 };
  const timers = new Set<NodeJS.Timeout>();
  const settings = {
    fleet,
    newest: versions.max,
    pageLimit: options.pageLimit ?? 1000,
    drivers: options.drivers ?? DRIVERS,
    changePower: (uuid: string, target: string) => power.change(uuid, target),
  };
  let url = '';

  const later = (delayMs: number, action: () => void): void => {
    if (delayMs <= 0) return action();
    const timer = setTimeout(() => {
      timers.delete(timer);
      action();
    }, delayMs);
    timers.add(timer);
  };

  const handle = (request: IncomingMessage, body: string, response: ServerResponse): void => {
    const path = request.url ?? '/';
    const { found, query } = locate(request.method ?? 'GET', path);
    const { route } = found;
    const node = concernedNode(fleet, route, found.ids, query, body);
    const requestId = [request.headers['x-openstack-request-id']].flat()[0];
    const method = request.method ?? 'GET';
    const seen: SeenRequest = { method, path, route, node, requestId, time: Date.now() };
    const entry = log.add(seen);
    const taken = faults.take(seen);
    const injected = taken?.fault;
    const delayMs = injected?.delayMs ?? (injected?.status === 'slow' ? 1000 : 0);
    later((options.latencyMs ?? 0) + delayMs, () => {
      if (taken?.released) void taken.released.then(act);
      else act();
    });

    function act(): void {
      if (injected?.status === 'hang') return;
      if (injected?.status === 'drop') return void response.destroy();
      const spoiled = injected === undefined ? undefined : faultAnswer(injected);
      const { answer, used } = spoiled === undefined ? carryOut() : { answer: spoiled, used: undefined };
      if (injected?.status === 'drop-after') return void response.destroy();
      entry.status = answer.status;
      const headers: Record<string, string> = versionHeaders(versions, used);
      if (answer.location !== undefined) headers['Location'] = url + answer.location;
      send(response, answer, headers, injected);
    }

    function carryOut(): { answer: Answer; used: number | undefined } {
      const refused = refusal(request.headers, options.credentials);
      if (refused !== undefined) return { answer: refused, used: undefined };
      try {
        const version = requestedVersion(request.headers, versions);
        return { answer: dispatch({ ...settings, url }, found, { version, query, body }), used: version };
      } catch (error) {
        return { answer: refusalOf(error), used: undefined };
      }
    }
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => handle(request, Buffer.concat(chunks).toString(), response));
  });
  await listen(server, options.port ?? 0);
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    nodes: fleet.nodes,
    ports: fleet.ports,
    requests: log.entries,
    addNode: (fields = {}) =>
      fleet.addNode({ provision_state: 'manageable', power_state: 'power off', ...fields }),
    addPort: (fields) => fleet.addPort(fields),
    removeNode: (uuid) => void fleet.removeNode(uuid),
    removePort: (uuid) => void fleet.removePort(uuid),
    node: (id) => known(fleet, id),
    portsOf: (uuid) => fleet.portsOf(uuid),
    hardware: (uuid) => fleet.hardware(known(fleet, uuid).uuid),
    lock: (uuid, host = 'another-host') => void (known(fleet, uuid).reservation = host),
    unlock: (uuid) => void (known(fleet, uuid).reservation = null),
    requestsMatching: (matcher) => log.matching(matcher),
    clearRequests: () => log.clear(),
    fail: (injected) => faults.add(injected),
    clearFaults: () => faults.clear(),
    onPower: (listener) => power.listen(listener),
    async close() {
      power.close();
      for (const timer of timers) clearTimeout(timer);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function known(fleet: Fleet, id: string): FakeNode {
  const node = fleet.findNode(id);
  if (node === undefined) throw new Error(`The fake Ironic has no node ${id}.`);
  return node;
}

/** The node a request is about: named in the path or the query, by its port, or in the body of a new port. */
function concernedNode(
  fleet: Fleet,
  route: string,
  ids: readonly string[],
  query: URLSearchParams,
  body: string,
): string | undefined {
  const [id] = ids;
  if (id !== undefined && route.includes('/v1/nodes/{}')) return fleet.findNode(id)?.uuid ?? id;
  if (id !== undefined && route.includes('/v1/ports/{}')) return fleet.ports.get(id)?.node_uuid;
  const queried = query.get('node') ?? query.get('node_uuid');
  if (queried !== null) return fleet.findNode(queried)?.uuid ?? queried;
  const address = query.get('address');
  if (address !== null) return fleet.findPort(address)?.node_uuid;
  if (route !== 'POST /v1/ports') return undefined;
  return /"node_uuid"\s*:\s*"([^"]*)"/.exec(body)?.[1];
}
