import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { BareMetal, PluginLog } from '@inspector/plugin-api';
import { createIronic } from '../src/create-ironic.js';
import type { IronicOptions } from '../src/options.js';
import type { Wait } from '../src/wait.js';

/** A request as it arrived. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
  /** The body as it came. */
  readonly text: string;
  /** Port the client sent from: the same for requests on one connection. */
  readonly from: number | undefined;
}

/** What is answered: status, body (text as it is, else as JSON) and headers, or something done to the connection. */
export type Reply =
  | {
      readonly status?: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | ((response: ServerResponse) => void);

/** Drops the connection without a word. */
export const drop: Reply = (response) => response.socket?.destroy();
/** Takes the request and never answers. */
export const hang: Reply = () => undefined;

/** Ironic's body of an error. */
export const fault = (status: number, text: string): Reply => ({
  status,
  body: { error_message: JSON.stringify({ faultcode: 'Client', faultstring: text, debuginfo: null }) },
});

/** Ironic's answer while another operation holds the node. */
export const locked = fault(
  409,
  'Node 1be26c0b is locked by host localhost, please retry after the current operation is completed.',
);

/** A server that answers what a test tells it to, in the order told; the last answer stands. */
export class ScriptedIronic {
  readonly seen: Seen[] = [];
  #url = '';
  #oldest = '1.1';
  #newest = '1.82';
  readonly #script = new Map<string, Reply[]>();
  readonly #sockets = new Set<Socket>();
  readonly #clients: BareMetal[] = [];
  /** What the clients waited between attempts, in milliseconds. */
  readonly waits: number[] = [];
  readonly #server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => this.#answer(request, Buffer.concat(chunks).toString('utf8'), response));
  });

  /** Opens the server on a free port. */
  async start(): Promise<this> {
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.#url = `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
    return this;
  }

  /** Closes all clients made by {@link client}, and the server. */
  async stop(): Promise<void> {
    for (const client of this.#clients) await client.close?.();
    await this.goAway();
  }

  /** Closes the server only: from now on nobody listens at its address. */
  async goAway(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    if (this.#server.listening) await new Promise((resolve) => this.#server.close(resolve));
  }

  get url(): string {
    return this.#url;
  }

  /** Says which versions of the API there are. */
  offer(newest: string, oldest = '1.1'): void {
    this.#newest = newest;
    this.#oldest = oldest;
  }

  /** Says how a request is answered, such as `GET /v1/nodes?fields=uuid`: first, second, and so on. */
  on(request: string, ...replies: readonly Reply[]): void {
    this.#script.set(request, [...replies]);
  }

  /** The requests apart from the ones that look for versions. */
  get calls(): string[] {
    return this.seen.filter(({ path }) => path !== '/v1/').map(({ method, path }) => `${method} ${path}`);
  }

  /** A client of this server that records its waits instead of waiting. */
  client(options: Partial<IronicOptions> = {}, wait: Wait = this.#record): BareMetal {
    const endpointOverride = options.endpointOverride ?? this.url;
    const client = createIronic({ ...ironicOptions(endpointOverride), ...options }, silent, wait);
    this.#clients.push(client);
    return client;
  }

  readonly #record: Wait = async (milliseconds) => {
    this.waits.push(milliseconds);
  };

  #answer(request: IncomingMessage, text: string, response: ServerResponse): void {
    const { method = '', url = '', headers } = request;
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    this.seen.push({ method, path: url, headers, body, text, from: request.socket.remotePort });
    const replies = this.#script.get(`${method} ${url}`);
    const reply = (replies && replies.length > 1 ? replies.shift() : replies?.[0]) ?? this.#usual(url);
    if (typeof reply === 'function') {
      reply(response);
      return;
    }
    response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
    const payload = reply.body;
    response.end(typeof payload === 'string' || payload === undefined ? payload : JSON.stringify(payload));
  }

  #usual(url: string): Reply {
    if (url !== '/v1/') return fault(404, 'not scripted');
    return {
      headers: {
        'x-openstack-ironic-api-minimum-version': this.#oldest,
        'x-openstack-ironic-api-maximum-version': this.#newest,
      },
      body: { id: 'v1' },
    };
  }
}

/** Options with the defaults filled in. */
export const ironicOptions = (endpointOverride: string): IronicOptions => ({
  authType: 'none',
  endpointOverride,
  serviceType: 'baremetal',
  validInterfaces: ['internal', 'public'],
  insecure: false,
  timeout: 10,
  maxRetries: 30,
  retryInterval: 2,
  connectRetries: 2,
  connectRetryDelay: 0.5,
  maxParallelRequests: 20,
});

/** A log nobody reads. */
export const silent: PluginLog = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
