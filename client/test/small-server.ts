import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A request as the server got it. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What to answer; `hang` never answers, `drop` closes the connection. */
export type Scripted =
  { readonly status: number; readonly body?: string; readonly type?: string } | 'hang' | 'drop';

/** An HTTP server that answers what a test says and remembers what it was asked. */
export class SmallServer {
  readonly seen: Seen[] = [];
  readonly sockets = new Set<Socket>();
  answer: (request: Seen) => Scripted = () => ({ status: 200, body: '{"uuid":"u","versions":[]}' });
  url = '';
  #server: Server | undefined;

  async start(): Promise<void> {
    this.sockets.clear();
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        const seen = { method, url, headers, body: Buffer.concat(chunks).toString() };
        this.seen.push(seen);
        const scripted = this.answer(seen);
        if (scripted === 'drop') request.socket.destroy();
        else if (scripted !== 'hang')
          response
            .writeHead(scripted.status, scripted.type === undefined ? {} : { 'Content-Type': scripted.type })
            .end(scripted.body);
      });
    });
    this.#server.on('connection', (socket) => this.sockets.add(socket));
    await new Promise<void>((resolve) => this.#server?.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** `METHOD target` of every request so far. */
  get requests(): string[] {
    return this.seen.map(({ method, url }) => `${method} ${url}`);
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => {
      this.#server?.close(resolve);
      this.#server?.closeAllConnections();
    });
  }
}
