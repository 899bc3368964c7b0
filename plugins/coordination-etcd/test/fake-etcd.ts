import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a test lets a member do with a request. */
export type Behaviour = (asked: Asked, response: ServerResponse) => void;

/** A request as a member got it. */
export interface Asked {
  readonly path: string;
  readonly token: string | undefined;
  readonly body: unknown;
}

/** Something that listens where an etcd member would. */
export interface FakeEtcd {
  readonly url: string;
  readonly asked: readonly Asked[];
  behave: Behaviour;
  close(): Promise<void>;
}

/** Says something as JSON. */
export const say = (response: ServerResponse, body: object, status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

/** Listens on a port of its own. */
export async function fakeEtcd(behave: Behaviour): Promise<FakeEtcd> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (chunk) => (text += String(chunk)));
    request.on('end', () => {
      const one = { path: request.url ?? '', token: request.headers.authorization, body: JSON.parse(text) };
      asked.push(one);
      fake.behave(one, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const fake: FakeEtcd = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    behave,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return fake;
}
