import { expect } from 'chai';
import { keptRun } from './kept-run.js';
import { withApi } from './api-server.js';

const NODE = '6f5b1f2e-1d0c-4a6e-9e57-0c6a2f0b9a11';
const ONE = `/v1/introspection/${NODE}`;
const disks = (...serials: string[]): string =>
  JSON.stringify({ inventory: { disks: serials.map((serial) => ({ serial, size: 1 })) } });

describe('Baselines over HTTP', () => {
  const api = withApi();
  const put = (body: unknown) =>
    api().call('PUT', '/v1/baselines', { body: typeof body === 'string' ? body : JSON.stringify(body) });

  it('are taken from an introspection, and compared with the newest', async () => {
    api().history.set(NODE, [
      await keptRun(2, disks('SA-1', 'SC-1')),
      await keptRun(1, disks('SA-1', 'SB-1')),
    ]);
    expect((await put({ node: NODE, number: 1 })).json).to.deep.include({
      ...{ kind: 'node', uuid: NODE, class: null, source: { uuid: NODE, number: 1 } },
    });
    const check = (await api().call('GET', `${ONE}/baseline`)).json as {
      degraded: boolean;
      run: { number: number };
      differences: { change: string }[];
    };
    expect(check.degraded).to.equal(true);
    expect(check.run.number).to.equal(2);
    expect(check.differences.map(({ change }) => change)).to.deep.equal(['added', 'removed']);
    await put({ node: NODE });
    expect((await api().call('GET', `${ONE}/baseline`)).json).to.deep.include({
      degraded: false,
      differences: [],
    });
  });

  it('of a class hold for nodes that had it', async () => {
    api().history.set(NODE, [await keptRun(1, disks('SA-1', 'SB-1'))]);
    await put({ node: NODE, class: 'gold' });
    expect((await api().call('GET', `${ONE}/baseline`)).status).to.equal(404);
    const { json } = await api().call('GET', '/v1/baselines');
    const { baselines } = json as { baselines: { class: string; hardware: { disks: number } }[] };
    expect(baselines.map(({ class: name, hardware }) => [name, hardware.disks])).to.deep.equal([['gold', 2]]);
    api().classes.set(NODE, 'gold');
    expect((await api().call('GET', `${ONE}/baseline`)).json).to.deep.include({ degraded: false });
  });

  it('can be cleared once', async () => {
    api().history.set(NODE, [await keptRun(1, disks('SA-1'))]);
    await put({ node: NODE });
    await put({ node: NODE, class: 'gold' });
    expect((await api().call('DELETE', `/v1/baselines?node=${NODE}`)).status).to.equal(204);
    const again = await api().call('DELETE', `/v1/baselines?node=${NODE}`);
    expect(again.status).to.equal(404);
    expect(again.message).to.equal(`Node ${NODE} has no baseline of its own`);
    expect((await api().call('DELETE', '/v1/baselines?class=gold')).status).to.equal(204);
  });

  it('are not made of nothing', async () => {
    expect((await put({ node: NODE })).status).to.equal(404);
    api().history.set(NODE, [await keptRun(1, '{"inventory":{}}')]);
    const { status, message } = await put({ node: NODE });
    expect(status).to.equal(409);
    expect(message).to.match(/introspection 1 of node \S+ tell of no hardware/);
  });

  for (const [body, words] of [
    ['[', 'the body is no JSON'],
    ['[]', 'the body must be an object'],
    [{}, 'node must be the UUID'],
    [{ node: NODE, number: 0 }, 'number must be that of an introspection'],
    [{ node: NODE, class: '' }, 'class must be the name'],
    [{ node: NODE, class: 'x'.repeat(256) }, 'class must be the name'],
    [{ node: NODE, rack: 1 }, '"rack" is not known'],
  ] as const) {
    it(`refuse ${JSON.stringify(body).slice(0, 60)}`, async () => {
      const { status, message } = await put(body);
      expect(status).to.equal(400);
      expect(message).to.contain(words);
    });
  }

  for (const query of ['', `?node=${NODE}&class=gold`, '?node=', '?class=']) {
    it(`refuse to clear "${query}"`, async () => {
      expect((await api().call('DELETE', `/v1/baselines${query}`)).status).to.equal(400);
    });
  }
});
