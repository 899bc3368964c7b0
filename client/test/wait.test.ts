import { expect } from 'chai';
import { createClient, WaitTimeoutError, type Introspection, type WaitOptions } from '../src/index.js';
import { SmallServer, type Scripted } from './small-server.js';

const introspection = (uuid: string, state: string, more: Partial<Introspection> = {}): Introspection => ({
  uuid,
  state: state as Introspection['state'],
  finished: state === 'finished' || state === 'error',
  error: state === 'error' ? 'it failed' : null,
  started_at: '2031-01-01T00:00:00',
  finished_at: null,
  links: [],
  ...more,
});
const shows = (uuid: string, state: string, more: Partial<Introspection> = {}): Scripted => ({
  status: 200,
  body: JSON.stringify(introspection(uuid, state, more)),
});

describe('waitForFinish', () => {
  const server = new SmallServer();
  let script: Record<string, Scripted[]> = {};
  const wait = (nodes: string[], options: WaitOptions = {}) =>
    createClient({ url: server.url }).waitForFinish(nodes, { interval: 1, ...options });

  beforeEach(async () => {
    server.seen.length = 0;
    await server.start();
    server.answer = ({ url }) => {
      const steps = script[url.split('/').at(-1) ?? ''] ?? [];
      const [next = 'drop', ...rest] = steps;
      if (rest.length > 0) steps.shift();
      return next;
    };
  });
  afterEach(() => server.stop());

  it('answers how each introspection ended, in the order of the nodes', async () => {
    script = {
      a: [shows('a', 'waiting'), shows('a', 'processing'), shows('a', 'finished')],
      b: [shows('b', 'error')],
    };
    const ended = await wait(['a', 'b', 'a']);
    expect(ended.map(({ uuid, state, error }) => [uuid, state, error])).to.deep.equal([
      ['a', 'finished', null],
      ['b', 'error', 'it failed'],
      ['a', 'finished', null],
    ]);
    expect(server.requests.filter((request) => request.endsWith('/b'))).to.have.length(1);
  });

  it('answers at once for no nodes', async () => {
    expect(await wait([])).to.deep.equal([]);
  });

  it('tells every new state once', async () => {
    script = {
      a: [shows('a', 'waiting'), shows('a', 'waiting'), shows('a', 'processing'), shows('a', 'finished')],
    };
    const told: string[] = [];
    await wait(['a'], { onProgress: ({ state }, node) => told.push(`${node} ${state}`) });
    expect(told).to.deep.equal(['a waiting', 'a processing', 'a finished']);
  });

  it('is not deceived by the old end of an introspection that is reapplied', async () => {
    const old = introspection('a', 'finished', { finished_at: '2031-01-01T00:01:00' });
    script = {
      a: [
        shows('a', 'finished', old),
        shows('a', 'reapplying', { ...old, state: 'reapplying', finished: true }),
        shows('a', 'finished', { ...old, started_at: '2031-01-01T00:02:00' }),
      ],
    };
    const [ended] = await wait(['a'], { before: [old] });
    expect(ended?.started_at).to.equal('2031-01-01T00:02:00');
  });

  it('gives up after the time-out and names the nodes that were not finished', async () => {
    script = { a: [shows('a', 'finished')], b: [shows('b', 'waiting')], c: [shows('c', 'processing')] };
    const error: unknown = await wait(['a', 'b', 'c'], { timeout: 30 }).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(WaitTimeoutError);
    expect((error as WaitTimeoutError).pending).to.deep.equal(['b', 'c']);
    expect((error as WaitTimeoutError).message).to.equal('Not finished after 0.03 s: b, c');
  });

  it('ends with the reason of its signal', async () => {
    script = { a: [shows('a', 'waiting')] };
    const controller = new AbortController();
    const reason = new Error('enough');
    const error = await wait(['a'], {
      interval: 60_000,
      signal: controller.signal,
      onProgress: () => setImmediate(() => controller.abort(reason)),
    }).catch((thrown: unknown) => thrown);
    expect(error).to.equal(reason);
  });

  it('survives a restart of the server', async () => {
    script = { a: [shows('a', 'waiting'), 'drop', { status: 503 }, 'drop', shows('a', 'finished')] };
    expect(await wait(['a'])).to.have.length(1);
  });

  it('fails when the server stays away', async () => {
    script = { a: ['drop'] };
    const error: unknown = await wait(['a'], { tolerance: 2 }).catch((thrown: unknown) => thrown);
    expect((error as Error).message).to.contain('Inspector cannot be reached');
    expect(server.seen).to.have.length(3);
  });

  it('fails at once for a node that is not on introspection', async () => {
    script = { a: [{ status: 404, body: '{"error":{"message":"Could not find node a in cache"}}' }] };
    const error: unknown = await wait(['a']).catch((thrown: unknown) => thrown);
    expect(error).to.include({ status: 404, message: 'Could not find node a in cache' });
    expect(server.seen).to.have.length(1);
  });

  it('asks for eight nodes at a time', async () => {
    const nodes = Array.from({ length: 20 }, (_each, index) => `n${index}`);
    let running = 0;
    let most = 0;
    const fetch: typeof globalThis.fetch = async (input) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      return new Response(JSON.stringify(introspection(String(input), 'finished')));
    };
    await createClient({ url: server.url, fetch }).waitForFinish(nodes);
    expect(most).to.equal(8);
  });
});
