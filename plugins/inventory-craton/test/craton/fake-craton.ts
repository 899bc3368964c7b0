import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { answerText, bodyOf, DatabaseFailure } from './mysql-json.js';
import { answer, error, type Answer, type Requester } from './requests.js';
import { Tables } from './tables.js';

/** A user of the fake. */
export interface CratonUser extends Requester {
  readonly username: string;
  password: string;
}

/** What the fake does with a request instead of answering it; undefined: it answers. */
export type Fault = 'reset' | 'reset after' | 'failure' | 'no JSON' | 'half a page' | 'silence';

/** A Craton v1 in memory, which follows what is known about the last one. */
export interface FakeCraton {
  readonly url: string;
  readonly tables: Tables;
  readonly user: CratonUser;
  readonly users: CratonUser[];
  /** Method and path of each request that was carried out, such as `PUT /regions/2/variables`. */
  readonly requests: string[];
  /** Decides about each request; `number` counts them from 1. */
  fault: (request: string, number: number) => Fault | undefined;
  /** Milliseconds before each answer. */
  delay: number;
  /** Lets the clock of the server jump. */
  advance(seconds: number): void;
  stop(): Promise<void>;
}

const PROJECT = 'b9f10eca-66ac-4c27-9c13-9d01e65f96b4';

/** Starts a fake on a free port of this machine. */
export async function startFakeCraton(): Promise<FakeCraton> {
  const user: CratonUser = {
    username: 'inspector',
    password: 'the-key-of-craton',
    projectId: PROJECT,
    isAdmin: false,
  };
  let ahead = 0;
  let count = 0;
  const server = createServer((request, response) => {
    void handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fake: FakeCraton = {
    url: `${origin}/v1`,
    tables: new Tables(),
    user,
    users: [user],
    requests: [],
    fault: () => undefined,
    delay: 0,
    advance(seconds) {
      ahead += seconds * 1000;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fake;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    const text = await textOf(request);
    const what = `${method} ${new URL(url, origin).pathname.replace(/^\/v1/, '')}`;
    const fault = fake.fault(what, ++count);
    if (fault === 'reset') return void request.socket.destroy();
    if (fault === 'silence') return;
    const { status, body, location } =
      fault === 'failure' ? error(500, 'Internal Server Error') : carriedOut(request, text, what);
    if (fake.delay > 0) await pause(fake.delay);
    if (fault === 'reset after') return void request.socket.destroy();
    response.statusCode = status;
    response.setHeader('Date', new Date(Date.now() + ahead).toUTCString());
    if (location !== undefined) response.setHeader('Location', location);
    if (body === undefined) return void response.end();
    response.setHeader('Content-Type', 'application/json');
    if (fault === 'no JSON') return void response.end('<html>It works!</html>');
    response.end(fault === 'half a page' ? answerText(body).slice(0, -10) : answerText(body));
  }

  function carriedOut(request: IncomingMessage, text: string, what: string): Answer {
    const who = fake.users.find(
      (one) =>
        request.headers['x-auth-user'] === one.username &&
        request.headers['x-auth-token'] === one.password &&
        request.headers['x-auth-project'] === one.projectId,
    );
    if (who === undefined) return error(401, 'The request could not be authenticated.');
    const { pathname, searchParams: query } = new URL(request.url ?? '', origin);
    const body = bodyOf(text);
    if (!pathname.startsWith('/v1/')) return error(404, 'Not Found');
    if (body === undefined) return error(400, 'The body is no JSON.');
    fake.requests.push(what);
    const path = pathname.slice('/v1/'.length).split('/');
    try {
      return answer(fake.tables, who, { method: request.method ?? '', path, query, body, base: fake.url });
    } catch (failure) {
      if (failure instanceof DatabaseFailure) return error(500, 'Internal Server Error');
      throw failure;
    }
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
