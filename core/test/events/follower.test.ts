import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import type { EventHandler, EventNews, FollowCall, FollowOptions } from '@inspector/plugin-api';
import { openDatabase } from '../../src/db/open-database.js';
import type { Database } from '../../src/db/types.js';
import { Followers } from '../../src/events/followers.js';
import { EventFeed } from '../../src/events/event-feed.js';
import { Follower } from '../../src/events/follower.js';
import type { FollowerServices } from '../../src/events/follower-types.js';
import { databaseConfig, warnings } from '../db/database-config.js';
import { LogBook } from '../plugin-host/zoo.js';

/** A clock that does not wait for looks at the leader longer than a turn, and tells of the pauses between tries. */
const impatient = (pauses: number[]) => ({
  rest: (milliseconds: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      pauses.push(milliseconds);
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, 1);
      signal.addEventListener('abort', done);
    }),
  random: () => 0,
});

describe('a follower of events', () => {
  let database: Database;
  let leads: boolean;
  let book: LogBook;
  let pauses: number[];
  const failures: string[] = [];
  const givenUp: [string, number][] = [];
  const running: { readonly control: AbortController; readonly end: Promise<void> }[] = [];
  beforeEach(async () => {
    [leads, book, pauses] = [true, new LogBook(), []];
    failures.length = givenUp.length = 0;
    const config = databaseConfig('sqlite://');
    database = await openDatabase({ config, cwd: '/', log: warnings().log, upgrade: true });
  });
  const stopAll = async (): Promise<void> => {
    for (const { control } of running) control.abort();
    await Promise.all(running.splice(0).map(({ end }) => end));
  };
  afterEach(async () => {
    await stopAll();
    await database.close();
  });

  const happen = async (...types: string[]): Promise<void> => {
    for (const type of types) await database.events.add({ node: null, introspection: null, type, body: {} });
  };
  const services = (changes: Partial<FollowerServices> = {}): FollowerServices => ({
    feed: new EventFeed({ events: database.events, log: book.log, lookSeconds: 0.002 }),
    events: database.events,
    places: database.followers,
    isLeader: () => leads,
    log: book.log,
    counts: {
      failed: (name) => failures.push(name),
      gaveUp: (name, count) => givenUp.push([name, count]),
    },
    clock: impatient(pauses),
    ...changes,
  });
  /** Has a handler follow. */
  const follow = (
    handler: EventHandler,
    options: Partial<FollowOptions> = {},
    changes: Partial<FollowerServices> = {},
  ): Follower => {
    const asked = { name: 'one', from: 'oldest' as const, ...options };
    const follower = new Follower({ name: `hook/${asked.name}`, options: asked, handler }, services(changes));
    const control = new AbortController();
    running.push({ control, end: follower.run(control.signal) });
    return follower;
  };
  /** Follows until it was told some event; what it was told. */
  const told = (
    last: string,
    options: Partial<FollowOptions> = {},
    act: (news: EventNews, call: FollowCall) => void | Promise<void> = () => undefined,
  ): Promise<string[]> =>
    new Promise((resolve) => {
      const types: string[] = [];
      follow(async (news, call) => {
        await act(news, call);
        types.push(...(news.reset ? [`reset ${news.reset.reason}`] : news.events.map(({ type }) => type)));
        if (types.includes(last)) resolve(types);
      }, options);
    });
  const place = () => database.followers.begin('hook/one', -1);

  it('is told what is kept and what comes, once and in order', async () => {
    await happen('a', 'b');
    const all = told('d');
    await happen('c', 'd');
    expect(await all).to.deep.equal(['a', 'b', 'c', 'd']);
  });

  it('is told only what it asked for, and as many at a time', async () => {
    await happen('rules.created', 'rack.on', 'rules.deleted', 'rulesome', 'rules.last');
    const sizes: number[] = [];
    const all = await told('rules.last', { types: ['rules'], most: 2 }, ({ events }) => {
      sizes.push(events.length);
    });
    expect(all).to.deep.equal(['rules.created', 'rules.deleted', 'rules.last']);
    expect(sizes).to.deep.equal([2, 1]);
  });

  it('goes on after a restart with what it was not told', async () => {
    await happen('a', 'b');
    await told('b');
    await stopAll();
    await happen('c');
    expect(await told('c')).to.deep.equal(['c']);
  });

  it('begins with what happens next, if it wants that', async () => {
    await happen('old');
    const begun = told('new', { from: 'now' });
    while ((await database.followers.list()).length === 0) await turn();
    await happen('new');
    expect(await begun).to.deep.equal(['new']);
  });

  it('is told the same again until it takes it, later and later, and what follows only then', async () => {
    await happen('a', 'b');
    let failing = 4;
    const attempts: number[] = [];
    const types = await told('b', {}, (_news, { attempt }) => {
      attempts.push(attempt);
      if (failing-- > 0) throw new Error('the receiver is away');
    });
    expect(types).to.deep.equal(['a', 'b']);
    expect(attempts).to.deep.equal([1, 2, 3, 4, 5, 1]);
    expect(failures).to.have.length(4);
    expect(pauses.filter((pause) => [1000, 2000, 4000, 8000].includes(pause))).to.include.members([
      2000, 4000, 8000,
    ]);
    expect(book.texts('warn')).to.deep.equal(['The follower hook/one does not get on: the receiver is away']);
    await stopAll();
    expect((await place()).trouble).to.equal(null);
  });

  it('says for all to see what is wrong, and since when', async () => {
    await happen('a');
    await new Promise<void>((resolve) => {
      follow((_news, { attempt }) => {
        if (attempt === 3) resolve();
        throw new Error('the receiver is away');
      });
    });
    const { trouble, troubleSince, position } = await place();
    expect([trouble, position]).to.deep.equal(['the receiver is away', 0]);
    expect(troubleSince).to.match(/^\d{4}-/);
  });

  it('is left alone for as long as it asks, but not for ever', async () => {
    await happen('a');
    await told('a', {}, (_news, { attempt, retryIn }) => {
      retryIn(attempt === 1 ? 77 : Number.MAX_SAFE_INTEGER);
      if (attempt < 3) throw new Error('busy');
    });
    expect(pauses).to.include.members([77_000, 86_400_000]);
  });

  it('may give up, which is counted', async () => {
    await happen('bad', 'good');
    await told('good', {}, ({ events }, call) => {
      if (events[0]?.type !== 'bad') return;
      if (call.attempt === 2) return call.giveUp('nobody wants it');
      throw new Error('refused');
    });
    await stopAll();
    expect(await place()).to.deep.include({ position: 2, givenUp: 1, trouble: null });
    expect(givenUp).to.deep.equal([['hook/one', 1]]);
    expect(book.texts('error')).to.deep.equal(['The follower hook/one has given up events: nobody wants it']);
  });

  it('may stop, and is told the same at the next start', async () => {
    await happen('a');
    await new Promise<void>((resolve) => {
      follow((_news, { stop }) => {
        stop('the receiver is gone for good');
        resolve();
      });
    });
    await Promise.all(running.map(({ end }) => end));
    expect(await place()).to.deep.include({ position: 0, trouble: 'the receiver is gone for good' });
    expect(await told('a')).to.deep.equal(['a']);
  });

  it('learns that events were lost before it was told them', async () => {
    await happen('a');
    await told('a');
    await stopAll();
    await happen('b', 'c', 'd');
    await database.events.prune({ keep: 1, before: null });
    const all = told('e');
    while ((await place()).position < 4) await turn();
    await happen('e');
    expect(await all).to.deep.equal(['reset deleted', 'e']);
  });

  it('learns that the database is another one', async () => {
    await happen('a');
    await database.followers.begin('hook/one', 99);
    const all = told('b');
    while ((await place()).position !== 1) await turn();
    await happen('b');
    expect(await all).to.deep.equal(['reset unknown', 'b']);
  });

  it('is told nothing by a process that does not lead', async () => {
    leads = false;
    await happen('a');
    const all = told('a');
    while (pauses.length < 5) await turn();
    expect(await database.followers.list()).to.deep.equal([]);
    leads = true;
    expect(await all).to.deep.equal(['a']);
  });

  it('is cut short when another process leads, and tells nothing twice that the other one has told', async () => {
    await happen('a');
    const cut = new Promise<void>((resolve) => {
      follow(async (_news, { signal }) => {
        leads = false;
        await new Promise((ended) => signal.addEventListener('abort', ended));
        resolve();
        throw new Error('cut short');
      });
    });
    await cut;
    await stopAll();
    expect((await place()).trouble).to.equal(null);
    leads = true;
    expect(await told('a')).to.deep.equal(['a']);
  });

  it('does not hold back another one', async () => {
    await happen('a', 'b');
    let release: () => void = () => undefined;
    const stuck = new Promise<void>((resolve) => (release = resolve));
    follow(() => stuck, { name: 'stuck' });
    expect(await told('b')).to.deep.equal(['a', 'b']);
    release();
  });

  it('goes on when the database does', async () => {
    let isAway = true;
    const events = {
      after: database.events.after,
      range: () => (isAway ? Promise.reject(new Error('no connection')) : database.events.range()),
    };
    const feed = new EventFeed({ events, log: book.log, lookSeconds: 0.002 });
    await happen('a');
    const all = new Promise<string>((resolve) => {
      follow((news) => resolve(news.events[0]?.type ?? ''), {}, { events, feed });
    });
    while (pauses.length < 3) await turn();
    isAway = false;
    expect(await all).to.equal('a');
    expect(book.texts('warn')).to.deep.equal([
      'The follower hook/one cannot follow the events, it tries again: no connection',
    ]);
  });

  it('ends with the service, its place kept', async () => {
    await happen('a', 'b');
    let end: () => void = () => undefined;
    const both = new Promise<void>((resolve) => (end = resolve));
    const handler: EventHandler = ({ events }) => {
      if (events[0]?.type === 'b') end();
    };
    const definition = { name: 'hook/one', options: { name: 'one', from: 'oldest' as const }, handler };
    const { feed: _, ...rest } = services();
    const followers = new Followers([definition], rest);
    followers.start();
    await both;
    await followers.stop();
    expect((await place()).position).to.equal(2);
    expect([...followers.positions]).to.deep.equal([]);
  });
});
