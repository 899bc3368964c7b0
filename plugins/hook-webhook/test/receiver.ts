import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { InspectorEvent } from '@inspector/plugin-api';

/** 32 bytes, as an operator would make them. */
export const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** A delivery that has arrived. */
export interface Received {
  readonly id: string;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/** Answers a delivery. */
export type Behaviour = (response: ServerResponse, received: Received) => void;

/** Says that it has taken it. */
export const accept: Behaviour = (response) => void response.writeHead(204).end();

/** Answers with a status and headers. */
export const answering =
  (status: number, headers: Record<string, string> = {}): Behaviour =>
  (response) =>
    void response.writeHead(status, headers).end();

/** A receiver of webhooks: a real server, on a port that is free. */
export class Receiver {
  readonly received: Received[] = [];
  /** How the next ones are answered; then all are accepted. */
  readonly answers: Behaviour[] = [];
  readonly #arrived = new Set<() => void>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server);
    server.on('request', (request, response) => void receiver.#take(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook?key=s3cret`;
  }

  /** Resolves when so many have arrived. */
  async count(wanted: number): Promise<readonly Received[]> {
    while (this.received.length < wanted) {
      await new Promise<void>((resolve) => this.#arrived.add(resolve));
    }
    return this.received;
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const received = { id: String(request.headers['webhook-id']), headers: request.headers, text };
    this.received.push(received);
    (this.answers.shift() ?? accept)(response, received);
    for (const resolve of this.#arrived) resolve();
    this.#arrived.clear();
  }
}

/** The signature that a delivery has to have. */
export function signatureOf({ id, headers, text }: Received, secret: string): string {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signed = `${id}.${String(headers['webhook-timestamp'])}.${text}`;
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
}

/** An event that has happened a while ago. */
export const eventOf = (id: number, secondsAgo = 0): InspectorEvent => ({
  id,
  time: new Date(Date.now() - secondsAgo * 1000).toISOString().slice(0, 19),
  type: 'introspection.finished',
  node: '6f5b1f2e-1d0c-4a6e-9e57-0c6a2f0b9a11',
  name: 'rack3-07',
  introspection: null,
  state: 'finished',
  details: { words: 'schön ☎' },
});
