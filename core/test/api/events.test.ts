import { expect } from 'chai';
import type { AccessControl, Denial } from '../../src/access/access-control.js';
import { InspectorError } from '@inspector/plugin-api';
import { eventually } from '../../../test/functional/harness.js';
import { withApi } from './api-server.js';
import { NODE, RUN } from './fake-events.js';
import { Watching } from './watching.js';

const OTHER = '7a5b1f2e-1d0c-4a6e-9e57-0c6a2f0b9a11';

describe('A page of events', () => {
  const api = withApi({ apiMaxLimit: 5 });
  const page = async (query: string) =>
    (await api().call('GET', `/v1/events${query}`)).json as {
      events: { id: number }[];
      last: number;
      reset: string | null;
    };
  const ids = async (query: string) => (await page(query)).events.map(({ id }) => id);

  it('tells what happened', async () => {
    api().events.happen('introspection.error', { body: { error: 'no disk', to: 'error' } });
    api().events.happen('rules.created', { node: null, name: null, introspection: null, body: { rules: 1 } });
    expect(await page('')).to.deep.equal({
      events: [
        {
          ...{ id: 1, time: '2031-02-03T04:05:06', type: 'introspection.error', node: NODE, name: 'rack-1' },
          ...{ introspection: RUN, state: 'error', details: { error: 'no disk', to: 'error' } },
        },
        {
          ...{ id: 2, time: '2031-02-03T04:05:06', type: 'rules.created', node: null, name: null },
          ...{ introspection: null, state: null, details: { rules: 1 } },
        },
      ],
      last: 2,
      reset: null,
    });
  });

  it('is the newest one, or goes on after an id', async () => {
    expect(await page('')).to.deep.equal({ events: [], last: 0, reset: null });
    for (let count = 0; count < 7; count++) api().events.happen('introspection.waiting');
    expect(await ids('')).to.deep.equal([3, 4, 5, 6, 7]);
    expect(await ids('?limit=2')).to.deep.equal([6, 7]);
    expect(await ids('?after=0')).to.deep.equal([1, 2, 3, 4, 5]);
    expect(await page('?after=5')).to.include({ last: 7 });
    expect(await page('?after=7')).to.deep.equal({ events: [], last: 7, reset: null });
  });

  it('goes on where it ended when it is full, and behind what was not selected when it is not', async () => {
    for (const type of ['a', 'b', 'a', 'a', 'b', 'b']) api().events.happen(type);
    expect(await page('?type=a&after=0&limit=2')).to.include({ last: 3 });
    expect(await page('?type=a&after=3&limit=2')).to.include({ last: 6 });
    expect(await ids('?type=a&after=3&limit=2')).to.deep.equal([4]);
  });

  it('is of nodes, states and types', async () => {
    api().events.happen('introspection.waiting');
    api().events.happen('introspection.finished', { node: OTHER });
    api().events.happen('introspection.finished');
    api().events.happen('rules.deleted', { node: null });
    expect(await ids(`?node=${OTHER.toUpperCase()}`)).to.deep.equal([2]);
    expect(await ids(`?node=${OTHER},${NODE}`)).to.deep.equal([1, 2, 3]);
    expect(await ids(`?node=${OTHER}&node=${NODE}&state=waiting`)).to.deep.equal([1]);
    expect(await ids('?state=waiting,finished')).to.deep.equal([1, 2, 3]);
    expect(await ids('?type=introspection')).to.deep.equal([1, 2, 3]);
    expect(await ids('?type=rules&state=finished')).to.deep.equal([]);
    expect(await ids('?type=introspection.finished,rules')).to.deep.equal([2, 3, 4]);
  });

  it('says that events after an id are lost, and where to go on', async () => {
    for (let count = 0; count < 7; count++) api().events.happen('a');
    api().events.table.splice(0, 4);
    expect(await page('?after=3')).to.deep.equal({ events: [], last: 7, reset: 'deleted' });
    expect(await page('?after=8')).to.deep.equal({ events: [], last: 7, reset: 'unknown' });
    expect(await ids('?after=4')).to.deep.equal([5, 6, 7]);
    expect(await ids('?after=0')).to.deep.equal([5, 6, 7]);
  });

  it('is refused for what cannot be understood', async () => {
    for (const [query, text] of [
      ['?after=-1', '"after" must be the id of an event, a whole number, not "-1"'],
      ['?after=x', 'not "x"'],
      ['?after=99999999999999999999', 'a whole number'],
      ['?limit=6', 'Limit over 5'],
      ['?state=asleep', 'State(s) "asleep" are not valid'],
      ['?type=%25', '"%" is no type of an event'],
      ['?type=', '"type" names nothing'],
      [
        `?node=${Array.from({ length: 501 }, (_, index) => `n${String(index)}`).join(',')}`,
        'More than 500 nodes',
      ],
    ] as const) {
      const { status, message } = await api().call('GET', `/v1/events${query}`);
      expect([status, message.includes(text)], message).to.deep.equal([400, true]);
    }
  });
});

/** Whoever may watch, and for how long. */
class Admission implements AccessControl {
  endsAt: number | undefined;
  denial: Denial | undefined;
  identify() {
    return { endsAt: this.endsAt, authorise: () => this.denial };
  }
}

describe('A stream of events', () => {
  const access = new Admission();
  const api = withApi({ limits: { watchers: 2 } }, { access });
  const open: Watching[] = [];
  beforeEach(() => {
    [access.endsAt, access.denial] = [undefined, undefined];
  });
  afterEach(() => {
    for (const each of open.splice(0)) each.close();
  });

  async function watch(query = '', headers: Record<string, string> = {}): Promise<Watching> {
    const watching = await Watching.open(`${api().url}/v1/events${query}`, headers);
    open.push(watching);
    return watching.until(({ messages }) => messages.length > 0);
  }

  it('begins with its place, and tells what happens from then on', async () => {
    api().events.happen('before');
    const watching = await watch();
    expect(watching.response.headers).to.include({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    expect(watching.text).to.equal('retry: 2000\nid: 1\nevent: ready\ndata: {"id":1}\n\n');
    const told = api().events.happen('introspection.finished', { body: { text: 'a\nb' } });
    await watching.until(({ ids }) => ids.length > 0);
    expect(watching.messages.at(-1)).to.deep.include({ id: '2' });
    expect(watching.events).to.deep.equal([
      {
        ...{ id: told.id, time: told.time, type: told.type, node: NODE, name: 'rack-1', introspection: RUN },
        ...{ state: 'finished', details: { text: 'a\nb' } },
      },
    ]);
  });

  it('goes on after the last id that was seen, the header before the query', async () => {
    for (let count = 0; count < 300; count++) api().events.happen('a');
    const all = Array.from({ length: 300 }, (_, index) => index + 1);
    const byQuery = await (await watch('?after=0')).until(({ ids }) => ids.length >= 300);
    expect(byQuery.ids).to.deep.equal(all);
    byQuery.close();
    const byHeader = await watch('?after=0', { 'Last-Event-ID': '298' });
    expect((await byHeader.until(({ ids }) => ids.length >= 2)).ids).to.deep.equal([299, 300]);
  });

  it('tells of what was selected only, and moves the id on meanwhile', async () => {
    const watching = await watch(`?node=${OTHER}&state=finished`);
    api().events.happen('introspection.finished');
    api().events.happen('introspection.waiting', { node: OTHER });
    const alive = await watching.until(({ messages }) =>
      messages.some(({ id, comment }) => id === '2' && !!comment),
    );
    expect(alive.messages.at(-1)).to.deep.equal({ id: '2', comment: 'nothing new' });
    api().events.happen('introspection.finished', { node: OTHER });
    expect((await watching.until(({ ids }) => ids.length > 0)).ids).to.deep.equal([3]);
  });

  it('says so when events are lost, and goes on with what comes', async () => {
    for (let count = 0; count < 7; count++) api().events.happen('a');
    api().events.table.splice(0, 4);
    const watching = await watch('?after=2');
    await watching.until(({ messages }) => messages.length >= 2);
    expect(watching.messages[1]).to.deep.equal({
      ...{ id: '7', event: 'reset', data: { id: 7, reason: 'deleted' } },
    });
    api().events.happen('b');
    expect((await watching.until(({ ids }) => ids.length > 0)).ids).to.deep.equal([8]);
  });

  it('says so when the database is another one than before, where fewer things happened', async () => {
    for (let count = 0; count < 7; count++) api().events.happen('a');
    const watching = await watch();
    api().events.table.splice(3);
    await watching.until(({ messages }) => messages.some(({ event }) => event === 'reset'));
    expect(watching.messages.find(({ event }) => event === 'reset')?.data).to.deep.equal({
      id: 3,
      reason: 'unknown',
    });
    api().events.happen('b');
    expect((await watching.until(({ ids }) => ids.length > 0)).ids).to.deep.equal([4]);
  }).timeout(20_000);

  it('goes on when the database was away, and says meanwhile that it is', async () => {
    const watching = await watch();
    api().events.failure = new Error('gone');
    await watching.until(({ messages }) => messages.at(-1)?.comment === 'the database does not answer');
    api().events.failure = undefined;
    api().events.happen('a');
    expect((await watching.until(({ ids }) => ids.length > 0)).ids).to.deep.equal([1]);
    expect(api().log.join('')).to.include('The events cannot be followed: gone');
  });

  it('ends with the credentials', async () => {
    access.endsAt = Date.now() + 100;
    const watching = await (await watch()).until(({ isOver }) => isOver);
    expect(watching.messages.at(-1)).to.deep.include({ event: 'end' });
    expect(watching.messages.at(-1)?.data).to.include({ reason: 'unauthenticated' });
    expect(watching.response.complete).to.equal(true);
  });

  for (const [code, reason] of [
    ['INSP_UNAUTHENTICATED', 'unauthenticated'],
    ['INSP_FORBIDDEN', 'forbidden'],
  ] as const) {
    it(`ends soon after the caller may not watch any more: ${reason}`, async () => {
      const watching = await watch();
      access.denial = { error: new InspectorError(code, 'no') };
      await watching.until(({ isOver }) => isOver);
      expect(watching.messages.at(-1)?.data).to.include({ reason });
    });
  }

  it('goes on while nobody can tell whether it may', async () => {
    const watching = await watch();
    access.denial = { error: new InspectorError('INSP_IDENTITY_FAILED', 'Nobody can tell', { status: 503 }) };
    await watching.until(({ messages }) => messages.length > 5);
    api().events.happen('a');
    expect((await watching.until(({ ids }) => ids.length > 0)).ids).to.deep.equal([1]);
  });

  it('is refused where too many watch, and open again when one is gone', async () => {
    const [one] = [await watch(), await watch()];
    const headers = { Accept: 'text/event-stream' };
    const refused = await api().call('GET', '/v1/events', { headers });
    expect(refused).to.include({ status: 503 });
    expect(refused.message).to.include('limits.watchers');
    expect(refused.headers.get('retry-after')).to.equal('5');
    one.close();
    const again = await eventually(
      () => watch(),
      ({ response }) => response.statusCode === 200,
      'the stream',
    );
    expect(again.messages[0]).to.include({ event: 'ready' });
  });

  it('is none for who takes anything, or refuses it', async () => {
    for (const accept of ['*/*', 'text/*', 'application/json', 'text/event-stream;q=0']) {
      const answer = await api().call('GET', '/v1/events', { headers: { Accept: accept } });
      expect([accept, answer.headers.get('content-type')]).to.deep.equal([accept, 'application/json']);
    }
    const head = await api().call('HEAD', '/v1/events', { headers: { Accept: 'text/event-stream' } });
    expect(head).to.include({ status: 200, text: '' });
  });
});
