import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A web server that knows entity tags, as small as it can be. */
export interface TagServer {
  readonly url: string;
  /** Text and tag by path. */
  readonly resources: Map<string, { text: string; readonly tag: string }>;
  token: string;
  isReadOnly: boolean;
  /** `away`: no answer to anything; `mute`: what is asked is done, and the answer is lost. */
  state: 'well' | 'away' | 'mute';
  stop(): Promise<void>;
}

/** Starts a server on a free port of this machine. */
export async function startTagServer(): Promise<TagServer> {
  let lastTag = 0;
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const fake: TagServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/inventory`,
    resources: new Map(),
    token: 'the-token-of-the-server',
    isReadOnly: false,
    state: 'well',
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fake;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (fake.state === 'away') return void request.socket.destroy();
    const { status, tag, text } = carriedOut(request, Buffer.concat(chunks).toString('utf8'));
    if (fake.state === 'mute' && request.method !== 'GET') return void request.socket.destroy();
    response.statusCode = status;
    if (tag !== undefined) response.setHeader('ETag', tag);
    response.end(text);
  }

  function carriedOut(
    request: IncomingMessage,
    body: string,
  ): { status: number; tag?: string; text?: string } {
    const { method, url = '', headers } = request;
    if (headers.authorization !== `Bearer ${fake.token}`) return { status: 401, text: 'Who are you?' };
    const present = fake.resources.get(url);
    if (method === 'GET') return present === undefined ? { status: 404 } : { status: 200, ...present };
    if (fake.isReadOnly) return { status: 403, text: 'Read only' };
    if (method === 'DELETE') return { status: fake.resources.delete(url) ? 204 : 404 };
    const wanted = headers['if-match'];
    const isRefused = wanted === undefined ? present !== undefined : present?.tag !== wanted;
    if (isRefused) return { status: 412 };
    const tag = `"${++lastTag}"`;
    fake.resources.set(url, { text: body, tag });
    return { status: present === undefined ? 201 : 204, tag };
  }
}
