import { expect } from 'chai';
import { connect } from 'node:net';
import { Bench, payload } from './harness.js';

describe('a second listener for ramdisks', () => {
  let bench: Bench;
  let url: string;
  before(async () => {
    bench = await Bench.start({ continueListen: '127.0.0.1:0' });
    const line = bench.log.find((text) => text.includes('Ramdisks deliver their data at')) ?? '';
    url = /at (http:\S+?)\/v1\/continue/.exec(line)?.[1] ?? '';
  });
  after(() => bench.close());

  it('takes what ramdisks found', async () => {
    const data = await payload();
    const { uuid } = bench.enroll(data);
    await bench.startAndWait(uuid);
    const answer = await fetch(`${url}/v1/continue`, { method: 'POST', body: JSON.stringify(data) });
    expect([answer.status, await answer.json()]).to.deep.equal([200, { uuid }]);
    expect(await bench.finished(uuid)).to.include({ state: 'finished', error: null });
  });

  const others: readonly (readonly [string, string])[] = [
    ['GET', '/'],
    ['GET', '/v1/introspection'],
    ['POST', '/v1/introspection/x'],
    ['POST', '/v1/rules'],
    ['DELETE', '/v1/rules'],
    ['GET', '/v1/plugins'],
    ['GET', '/metrics'],
    ['GET', '/openapi.json'],
    ['GET', '/healthcheck'],
  ];
  for (const [method, path] of others) {
    it(`knows nothing of ${method} ${path}`, async () => {
      const answer = await fetch(url + path, { method });
      expect(answer.status).to.equal(404);
      expect(await answer.json()).to.have.nested.property('error.message');
    });
  }

  it('leaves the whole API where it was', async () => {
    expect((await bench.request('GET', '/v1/introspection')).status).to.equal(200);
    expect((await bench.post('[]')).status).to.equal(400);
  });

  it('is closed with the service', async () => {
    const other = await Bench.start({ continueListen: '127.0.0.1:0' });
    const line = other.log.find((text) => text.includes('Ramdisks deliver their data at')) ?? '';
    const port = Number(/127\.0\.0\.1:(\d+)\/v1\/continue/.exec(line)?.[1]);
    await other.close();
    const reached = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    expect(reached).to.equal(false);
  });
});
