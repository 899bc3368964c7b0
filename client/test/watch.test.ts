import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { ClientError, createClient, type EventReset, type InspectorEvent } from '../src/index.js';

/** A stream that a client has opened. */
interface Opened {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

const event = (id: number): string => `id: ${String(id)}\ndata: ${JSON.stringify({ id, type: 'a' })}\n\n`;
const ready = (id: number): string => `id: ${String(id)}\nevent: ready\ndata: {"id":${String(id)}}\n\n`;
const end = (reason: string): string => `event: end\ndata: {"reason":"${reason}","message":"over"}\n\n`;

describe('Events as a client watches them', () => {
  let server: Server;
  let url: string;
  let waiting: Opened[];
  let arrived: () => void;
  let stop: AbortController;
  beforeEach(async () => {
    waiting = [];
    arrived = () => undefined;
    stop = new AbortController();
    server = createServer((request, response) => {
      waiting.push({ request, response });
      arrived();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  afterEach(async () => {
    stop.abort();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  /** The next stream that is asked for; answered with a beginning. */
  async function opened(text?: string): Promise<Opened> {
    while (waiting.length === 0) await new Promise<void>((resolve) => (arrived = resolve));
    const next = waiting.shift() as Opened;
    if (text !== undefined) {
      next.response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' }).write(text);
    }
    return next;
  }

  const watch = (options: object = {}, token?: () => string) => {
    const client = createClient({ url, ...(token && { token }) });
    return client.events.watch({ signal: stop.signal, ...options })[Symbol.asyncIterator]();
  };
  type Watch = AsyncIterator<InspectorEvent | EventReset>;
  const idOf = async (events: Watch): Promise<number | undefined> =>
    ((await events.next()) as { value?: InspectorEvent }).value?.id;
  const failureOf = async (events: Watch): Promise<ClientError> => {
    try {
      await events.next();
    } catch (error) {
      if (error instanceof ClientError) return error;
      throw error;
    }
    throw new Error('It did not fail.');
  };

  /** Events, and when they have begun: a server that was never there is not waited for. */
  function watchFromReady(): { readonly events: Watch; readonly isReady: Promise<void> } {
    let onReady: () => void = () => undefined;
    const isReady = new Promise<void>((resolve) => (onReady = resolve));
    return { events: watch({ onReady }), isReady };
  }

  it('are asked for as they were selected', async () => {
    const events = watch({ nodes: ['a', 'b'], states: ['error'], types: ['introspection'], after: 5 });
    const first = idOf(events);
    const { request } = await opened(ready(5) + event(6));
    expect(request.url).to.equal('/v1/events?node=a%2Cb&state=error&type=introspection&after=5');
    expect(request.headers).to.include({ accept: 'text/event-stream' });
    expect(await first).to.equal(6);
  });

  it('go on after the last one when the connection is cut, each once', async () => {
    const interruptions: string[] = [];
    const events = watch({ onInterruption: ({ message }: Error) => interruptions.push(message) });
    const first = idOf(events);
    const one = await opened(ready(7) + event(8));
    expect(await first).to.equal(8);
    const second = idOf(events);
    one.response.destroy();
    const two = await opened(ready(8) + event(8) + event(9));
    expect(two.request.url).to.equal('/v1/events?after=8');
    expect(await second).to.equal(9);
    expect(interruptions).to.have.length(1);
  });

  it('go on where the server was when nothing was selected for long', async () => {
    const events = watch();
    const first = idOf(events);
    const one = await opened(`${ready(7)}id: 40\n: nothing new\n\n`);
    one.response.end();
    const two = await opened(ready(40) + event(41));
    expect(two.request.url).to.equal('/v1/events?after=40');
    expect(await first).to.equal(41);
  });

  it('go on after a cut that came before the first of them', async () => {
    const { events, isReady } = watchFromReady();
    const first = idOf(events);
    const one = await opened(ready(7));
    await isReady;
    one.response.destroy();
    expect((await opened(ready(7) + event(8))).request.url).to.equal('/v1/events?after=7');
    expect(await first).to.equal(8);
  });

  it('count as cut when there is no sign of life', async () => {
    const events = watch({ silence: 100 });
    const first = idOf(events);
    await opened(ready(1));
    await opened(ready(1) + event(2));
    expect(await first).to.equal(2);
  });

  it('tell that some were lost, and go on behind them', async () => {
    const events = watch({ after: 3 });
    const next = events.next();
    const one = await opened(`${ready(3)}id: 9\nevent: reset\ndata: {"id":9,"reason":"deleted"}\n\n`);
    expect((await next).value).to.deep.equal({ id: 9, reset: 'deleted' });
    const after = idOf(events);
    one.response.end();
    expect((await opened(ready(9) + event(10))).request.url).to.equal('/v1/events?after=9');
    expect(await after).to.equal(10);
  });

  it('go on with a new token when the old one has ended', async () => {
    const tokens = ['old', 'new'];
    const events = watch({}, () => tokens.shift() ?? 'none');
    const first = idOf(events);
    const one = await opened(ready(1));
    expect(one.request.headers['x-auth-token']).to.equal('old');
    one.response.end(end('unauthenticated'));
    expect((await opened(ready(1) + event(2))).request.headers['x-auth-token']).to.equal('new');
    expect(await first).to.equal(2);
  });

  it('end with an error when the new token is refused, or the policy says no', async () => {
    const events = watch();
    const failure = failureOf(events);
    (await opened(ready(1))).response.end(end('unauthenticated'));
    (await opened()).response.writeHead(401).end('{"error":{"message":"Authentication required"}}');
    expect(await failure).to.include({ status: 401, message: 'Authentication required' });

    const others = watch();
    const denial = failureOf(others);
    (await opened(ready(1))).response.end(end('forbidden'));
    expect(await denial).to.include({ status: 403, message: 'over' });
  });

  it('end with an error when the first attempt fails', async () => {
    const failure = failureOf(watch());
    (await opened()).response.writeHead(503).end('{"error":{"message":"later"}}');
    expect(await failure).to.include({ status: 503, message: 'later' });
    const other = failureOf(watch());
    (await opened()).response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
    expect((await other).message).to.include('is not Inspector');
  });

  it('go on for as long as a server that was there takes to come back', async () => {
    const { events, isReady } = watchFromReady();
    const first = idOf(events);
    const one = await opened(ready(1));
    await isReady;
    one.response.destroy();
    (await opened()).response.destroy();
    (await opened()).response.writeHead(502).end();
    await opened(ready(1) + event(2));
    expect(await first).to.equal(2);
  }).timeout(10_000);

  it('end without an error when they are not wanted any more, and the connection with them', async () => {
    const events = watch();
    const last = events.next();
    const { request } = await opened(ready(1));
    const closed = new Promise((resolve) => request.once('close', resolve));
    stop.abort();
    expect(await last).to.deep.equal({ value: undefined, done: true });
    await closed;

    stop = new AbortController();
    const loop = watch();
    const first = loop.next();
    const other = await opened(ready(1) + event(2));
    const gone = new Promise((resolve) => other.request.once('close', resolve));
    await first;
    await loop.return?.();
    await gone;
  });
});
