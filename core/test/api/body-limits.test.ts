import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { withApi, type ApiServer } from './api-server.js';

const MIB = 1024 * 1024;
const HEAD = 'POST /v1/continue HTTP/1.1\r\nHost: h\r\n';

/** Sends the beginning of a post and keeps the connection; resolves with how to end it. */
async function begin(api: ApiServer, from: string, announced: number, text: string): Promise<() => void> {
  const socket = connect({ port: api.port, host: '127.0.0.1', localAddress: from });
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  socket.write(`${HEAD}Content-Length: ${String(announced)}\r\n\r\n${text}`);
  return () => socket.destroy();
}

describe('Limits of posted data', () => {
  const api = withApi({
    limits: { dataBytes: 4000, logBytes: 100_000, dataValues: 1000, dataKeys: 1000, bodyMemory: MIB },
  });
  const post = (body: string) => api().call('POST', '/v1/continue', { body });

  it('count logs apart', async () => {
    const logs = `"${'x'.repeat(99_998)}"`;
    expect(await post(`{"logs":${logs},"a":"${'x'.repeat(3900)}"}`)).to.include({ status: 200 });
    expect(await post(`{"logs":${logs},"a":"${'x'.repeat(4000)}"}`)).to.include({
      status: 413,
      message: 'The request body without its logs is larger than 4000 bytes',
    });
    expect(await post(`{"logs":"x${logs.slice(1)}}`)).to.include({
      status: 413,
      message: '`logs` is larger than 100000 bytes',
    });
  });

  it('refuse more values or bytes than any machine has, whatever is behind them', async () => {
    expect(await post(`{"a":[${'1,'.repeat(900)}1]}`)).to.include({ status: 200 });
    expect(await post(`{"a":[${'1,'.repeat(999)}`)).to.include({
      status: 413,
      message: 'The request body holds more than 1000 values',
    });
  });

  it('leave a line in the log and a number in the metrics', async () => {
    await post(`{"a":"${'x'.repeat(5000)}"}`);
    await post(`{"a":"${'x'.repeat(5000)}"}`);
    expect(api().log.filter((line) => line.includes('because of `limits.dataBytes`'))).to.have.length(1);
    const { text } = await api().call('GET', '/metrics');
    expect(text).to.contain('inspector_limit_hits_total{limit="limits.dataBytes"} 2');
  });
});

describe('Bodies of many requests together', () => {
  const api = withApi({ limits: { bodyMemory: MIB } });
  const ends: (() => void)[] = [];
  afterEach(() => ends.splice(0).forEach((end) => end()));

  it('are put off when they take too much memory, and taken when there is room again', async () => {
    const half = `{"a":"${'x'.repeat(600_000)}`;
    const asked = new Promise<IncomingMessage>((resolve) => api().onRequest(resolve));
    const end = await begin(api(), '127.0.0.2', 700_000, half);
    const { socket } = await asked;
    while (socket.bytesRead < half.length) await setImmediate();
    const noticed = new Promise((resolve) => socket.once('close', resolve));
    const body = `{"a":"${'x'.repeat(500_000)}"}`;
    const refused = await api().call('POST', '/v1/continue', { body });
    expect(refused).to.include({ status: 503 });
    expect(refused.headers.get('retry-after')).to.equal('5');
    expect(refused.message).to.match(/Send it again in a few seconds/);
    expect(await api().call('POST', '/v1/continue', { body: '{"a":1}' })).to.include({ status: 200 });
    end();
    await noticed;
    expect(await api().call('POST', '/v1/continue', { body })).to.include({ status: 200 });
  });
});
