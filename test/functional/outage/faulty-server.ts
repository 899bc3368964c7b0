import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** How a service fails. */
export type Failing = 'refused' | 'dropped' | 'hang' | 'garbage' | 'web page' | number;

/** What a service that works returns. */
export interface Reply {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An HTTP server that can fail, for so many requests or until it is repaired, and that can be away. */
export class FaultyServer {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  #port = 0;
  #failing: Failing | undefined;
  #times = Number.POSITIVE_INFINITY;
  #hit: () => void = () => undefined;

  private constructor(answer: (request: IncomingMessage, body: string) => Reply) {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        if (this.#fails(response)) return;
        const reply = answer(request, Buffer.concat(chunks).toString());
        response.writeHead(reply.status, reply.headers).end(reply.body);
      });
    });
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  /** Opens one on a free port. */
  static async start(answer: (request: IncomingMessage, body: string) => Reply): Promise<FaultyServer> {
    const server = new FaultyServer(answer);
    await server.#listen();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.#port)}`;
  }

  /**
   * Fails from now on.
   *
   * @returns resolves when the first request has met it; where the server is away, at once
   */
  async fail(failing: Failing, times = Number.POSITIVE_INFINITY): Promise<void> {
    const hit = new Promise<void>((resolve) => (this.#hit = resolve));
    this.#times = times;
    if (failing !== 'refused') {
      this.#failing = failing;
      return hit;
    }
    await this.close();
  }

  /** Works again. */
  async repair(): Promise<void> {
    this.#failing = undefined;
    if (!this.#server.listening) await this.#listen();
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    if (this.#server.listening) await new Promise((resolve) => this.#server.close(resolve));
  }

  async #listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  #fails(response: ServerResponse): boolean {
    const failing = this.#failing;
    if (failing === undefined) return false;
    this.#hit();
    if (--this.#times <= 0) this.#failing = undefined;
    if (failing === 'dropped') response.socket?.destroy();
    else if (typeof failing === 'number') response.writeHead(failing).end('out of order');
    else if (failing === 'garbage') response.writeHead(200).end('{"half": ');
    else if (failing === 'web page') response.writeHead(200).end('<html><h1>It works!</h1></html>');
    return true;
  }
}
