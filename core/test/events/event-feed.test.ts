import { expect } from 'chai';
import { InspectorError } from '@inspector/plugin-api';
import { pino } from 'pino';
import { EventFeed } from '../../src/events/event-feed.js';
import { rejection } from '../../../test/mocha/rejection.js';
import { FakeEvents } from '../api/fake-events.js';

describe('the feed of events of a process', () => {
  let table: FakeEvents;
  let due: Set<() => void>;
  let planned: () => void;
  let feed: EventFeed;
  beforeEach(() => {
    table = new FakeEvents();
    due = new Set();
    planned = () => undefined;
    feed = new EventFeed({
      events: table,
      log: pino({ level: 'silent' }),
      clock: {
        now: () => 0,
        after: (_milliseconds, task) => {
          due.add(task);
          planned();
          return () => due.delete(task);
        },
      },
    });
  });

  /** Does the look that is due; resolves when the next one is. */
  const look = (): Promise<void> =>
    new Promise((resolve) => {
      const [task] = due;
      if (task === undefined) throw new Error('no look is due');
      due.delete(task);
      planned = resolve;
      task();
    });

  it('looks once for all who follow', async () => {
    for (let count = 0; count < 20; count++) await feed.join();
    table.happen('a');
    await look();
    expect(feed.recent.position).to.equal(1);
    expect([table.looks, due.size]).to.deep.equal([1, 1]);
  });

  it('looks no more when nobody follows, and begins at the newest event when somebody does again', async () => {
    await Promise.all([feed.join(), feed.join()]);
    feed.leave();
    expect(due.size).to.equal(1);
    feed.leave();
    expect(due.size).to.equal(0);
    table.happen('a');
    await feed.join();
    expect(feed.recent.position).to.equal(1);
    expect([table.looks, due.size]).to.deep.equal([0, 1]);
  });

  it('does not begin for who is gone before the database answers', async () => {
    const joining = feed.join();
    feed.leave();
    const again = feed.join();
    await Promise.all([joining, again]);
    expect([feed.followers, due.size]).to.deep.equal([1, 1]);
  });

  it('is not joined while the database does not answer', async () => {
    table.failure = new InspectorError('INSP_DB_UNREACHABLE', 'gone');
    expect((await rejection(feed.join())).code).to.equal('INSP_DB_UNREACHABLE');
    expect([feed.followers, due.size]).to.deep.equal([0, 0]);
    table.failure = undefined;
    await feed.join();
    expect(due.size).to.equal(1);
  });

  it('reads on at once where there is more than one look takes', async () => {
    await feed.join();
    for (let count = 0; count < 1200; count++) table.happen('a');
    await look();
    expect(feed.recent.position).to.equal(1200);
    expect(table.looks).to.equal(3);
  });

  it('wakes those who wait, when there is something, and forgets those who are gone', async () => {
    await feed.join();
    const gone = new AbortController();
    const [first, second] = [
      feed.change(0, 60_000, new AbortController().signal),
      feed.change(0, 60_000, gone.signal),
    ];
    gone.abort();
    await second;
    table.happen('a');
    await look();
    await first;
    await feed.change(0, 60_000, new AbortController().signal);
  });
});
