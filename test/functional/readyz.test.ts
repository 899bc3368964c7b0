import { expect } from 'chai';
import { Bench } from './harness.js';

interface Report {
  readonly ready: boolean;
  readonly parts: readonly { readonly name: string; readonly state: string; readonly text: string }[];
}

describe('the readiness of the service', () => {
  let bench: Bench;
  before(async () => {
    bench = await Bench.start({ metrics: { listen: '127.0.0.1:0' } });
  });
  after(() => bench.close());

  /** Asks again until the answer is as wanted: what was found is shown for a second. */
  const report = async (isReady: boolean): Promise<Report> => {
    for (;;) {
      const answer = await fetch(`${bench.url}/readyz?verbose`, { headers: { Accept: 'application/json' } });
      const body = (await answer.json()) as Report;
      expect(answer.status).to.equal(body.ready ? 200 : 503);
      if (body.ready === isReady) return body;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  it('names each part, and says nothing about those that it cannot see', async () => {
    const { parts } = await report(true);
    expect(parts.map(({ name }) => name)).to.deep.equal([
      'database',
      'bare metal service',
      'storage',
      'PXE filter',
      'coordination',
    ]);
    for (const { state, text } of parts) {
      if (state === 'unseen') expect(text).to.equal('the conductor looks at it, in another process');
      else expect(state).to.equal('ready');
    }
  });

  it('ends when the bare metal service does not answer, and comes back with it', async function () {
    if (process.env['INSPECTOR_TEST_APART'] !== undefined) this.skip();
    bench.ironic.fail({ status: 500 });
    const { parts } = await report(false);
    const { text } = parts.find(({ state }) => state === 'not-ready') ?? { text: '' };
    expect(parts.filter(({ state }) => state === 'not-ready').map(({ name }) => name)).to.deep.equal([
      'bare metal service',
    ]);
    expect(text).to.not.equal('');
    bench.ironic.clearFaults();
    await report(true);
  });

  it('is no matter of the listener for metrics, which has nothing else', async () => {
    const line = bench.log.find((text) => text.includes('Metrics are at')) ?? '';
    const url = /at (http:\S+?)\/metrics/.exec(line)?.[1] ?? '';
    const metrics = await fetch(`${url}/metrics`);
    expect([metrics.status, metrics.headers.get('content-type')]).to.deep.equal([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ]);
    expect(await metrics.text()).to.include('inspector_http_request_seconds');
    for (const path of ['/readyz', '/livez', '/v1/rules', '/', '/openapi.json']) {
      expect((await fetch(url + path)).status, path).to.equal(404);
    }
  });
});
