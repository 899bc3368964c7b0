import { once } from 'node:events';
import { createServer, get, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { expect } from 'chai';
import Koa from 'koa';
import { send } from '../../src/api/reply.js';
import { createMetrics } from '../../src/metrics/metrics.js';
import { withApi } from './api-server.js';

/** Resolves when a stream is closed, well or not. */
const closed = (stream: Readable): Promise<void> =>
  new Promise((resolve) => {
    if (stream.closed) resolve();
    stream.once('error', () => undefined).once('close', resolve);
  });

/** Reads what arrives until the end or until the connection breaks. */
async function received(response: IncomingMessage): Promise<{ text: string; whole: boolean }> {
  let text = '';
  response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  await closed(response);
  return { text, whole: response.complete };
}

describe('An answer that is a stream', () => {
  let next: Readable;
  const answer = (body: Readable): void => void (next = body);
  // The route of the metrics hands on what it is given.
  const { httpSeconds } = createMetrics();
  const metrics = { contentType: 'text/event-stream', text: () => next as never, httpSeconds };
  const api = withApi({}, { metrics });
  const ask = async (): Promise<IncomingMessage> => {
    const [response] = (await once(get(`${api().url}/metrics`), 'response')) as [IncomingMessage];
    return response;
  };
  const source = () => new Readable({ read: () => undefined });

  it('is sent as it comes', async () => {
    const body = source();
    answer(body);
    body.push('one\n');
    const response = await ask();
    expect(response.statusCode).to.equal(200);
    expect(response.headers).to.include({ 'content-type': 'text/event-stream' });
    expect(response.headers).to.not.have.property('content-length');
    expect(String((await once(response, 'data'))[0])).to.equal('one\n');
    body.push('two\n');
    expect(String((await once(response, 'data'))[0])).to.equal('two\n');
    body.push(null);
    expect(await received(response)).to.deep.equal({ text: '', whole: true });
  });

  it('is not read faster than the client takes it', async () => {
    const chunk = 'x'.repeat(64 * 1024);
    let read = 0;
    const total = 2000;
    const body = Readable.from(
      (function* () {
        for (; read < total; read++) yield chunk;
      })(),
    );
    answer(body);
    const response = await ask();
    response.pause();
    await once(response, 'readable');
    expect(read).to.be.lessThan(total / 2);
    response.destroy();
    await closed(body);
    expect(read).to.be.lessThan(total);
  });

  it('is destroyed when the client goes away, which is no error', async () => {
    const body = source();
    answer(body);
    body.push('one\n');
    const response = await ask();
    response.destroy();
    await closed(body);
    while (!api().log.join('').includes('A client went away')) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    const levels = api().log.map((line) => (JSON.parse(line) as { level: string }).level);
    expect(levels.filter((level) => level === 'warn' || level === 'error')).to.deep.equal([]);
  });

  it('breaks the connection when it fails, and the log says why', async () => {
    const body = source();
    answer(body);
    body.push('half\n');
    const response = await ask();
    body.destroy(new Error('the disk is gone'));
    expect(await received(response)).to.deep.equal({ text: 'half\n', whole: false });
    expect(api().log.join('')).to.include('the disk is gone');
  });

  it('is not sent to HEAD, and destroyed', async () => {
    const body = source();
    answer(body);
    const asked = request(`${api().url}/metrics`, { method: 'HEAD' }).end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    expect(await received(response.resume())).to.deep.equal({ text: '', whole: true });
    await closed(body);
  });

  it('is destroyed when the client is gone before it is sent', async () => {
    const body = source();
    const app = new Koa();
    let gone: () => void = () => undefined;
    const isGone = new Promise<void>((resolve) => (gone = resolve));
    app.silent = true;
    app.use(async (ctx) => {
      ctx.req.once('close', gone);
      await isGone;
      send(ctx, { status: 200, body, type: 'text/plain' });
    });
    const server = createServer(app.callback()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const asked = get(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    asked.on('error', () => undefined);
    await once(server, 'request');
    asked.destroy();
    await closed(body);
    server.close();
    await once(server, 'close');
  });
});
