import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A question as it arrived. */
export interface Asked {
  readonly path: string;
  readonly type: string | undefined;
  readonly body: string;
  readonly headers: NodeJS.Dict<string | string[]>;
}

/** A server that decides for a policy, at the wire. */
export class AskedServer {
  readonly asked: Asked[] = [];
  /** How it answers. */
  answer: (response: ServerResponse, asked: Asked) => void = (response) => response.end('True');
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Opens it on a free port. */
  static async start(): Promise<AskedServer> {
    const server = createServer();
    const opened = new AskedServer(server);
    server.on('request', (request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const { url: path = '', headers } = request;
        const asked = { path, type: headers['content-type'], body, headers };
        opened.asked.push(asked);
        opened.answer(response, asked);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return opened;
  }

  /** Address and port. */
  get place(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

/** The fields of a form, each parsed as JSON. */
export const formFields = (body: string): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    [...new URLSearchParams(body)].map(([name, text]) => [name, JSON.parse(text) as unknown]),
  );
