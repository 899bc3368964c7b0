import { expect } from 'chai';
import { pino } from 'pino';
import { followIntrospections } from '../../src/server/follow-introspections.js';
import type { StoredEvent } from '../../src/db/types.js';
import type { PeriodicTask } from '../../src/tasks/periodic-task.js';

describe('an inventory that follows introspections', () => {
  let due: (() => void)[];
  let waiting: () => void;
  let events: StoredEvent[];
  let generations: number;
  let isLeader: boolean;
  let failure: Error | undefined;
  let lines: string[];
  let task: PeriodicTask;
  beforeEach(() => {
    due = [];
    waiting = () => undefined;
    events = [];
    generations = 0;
    isLeader = true;
    failure = undefined;
    lines = [];
    const clock = {
      now: () => 0,
      after: (_milliseconds: number, run: () => void) => {
        due.push(run);
        waiting();
        return () => undefined;
      },
    };
    task = followIntrospections({
      clock,
      isLeader: () => isLeader,
      log: pino({ level: 'warn' }, { write: (line) => void lines.push(line) }),
      events: {
        range: async () => ({ oldest: events[0]?.id ?? 0, newest: events.at(-1)?.id ?? 0 }),
        after: async (id, { limit }) => events.filter((event) => event.id > id).slice(0, limit),
      },
      generate: async () => {
        generations++;
        if (failure) throw failure;
      },
    });
    task.start();
  });

  /** Runs the look that is due; resolves when the next one is. */
  const look = (): Promise<void> =>
    new Promise((resolve) => {
      const run = due.shift();
      waiting = resolve;
      run?.();
    });
  const happen = (...types: string[]): void => {
    for (const type of types) {
      const id = (events.at(-1)?.id ?? 0) + 1;
      events.push({
        id,
        type,
        node: 'n',
        introspection: 'i',
        name: null,
        time: '2031-01-01T00:00:00',
        body: {},
      });
    }
  };

  it('is made once at the start, because nobody knows what a dead process left', async () => {
    await look();
    await look();
    expect(generations).to.equal(1);
  });

  it('is made once for all introspections that have ended since', async () => {
    await look();
    happen('introspection.processing', 'introspection.finished', 'introspection.finished');
    await look();
    await look();
    expect(generations).to.equal(2);
  });

  it('is made after a long list of other events, and not for these alone', async () => {
    await look();
    happen(...Array.from({ length: 1200 }, () => 'introspection.waiting'));
    await look();
    expect(generations).to.equal(1);
    happen(...Array.from({ length: 1200 }, () => 'introspection.waiting'), 'introspection.deleted');
    await look();
    expect(generations).to.equal(2);
  });

  it('is made when events were deleted before anybody has read them', async () => {
    happen('a', 'b');
    await look();
    happen('c', 'd', 'e');
    events = events.slice(-1);
    await look();
    expect(generations).to.equal(2);
  });

  it('is made again after a failure, which is told', async () => {
    failure = new Error('the disk is full');
    await look();
    await look();
    failure = undefined;
    await look();
    await look();
    expect(generations).to.equal(3);
    expect(lines).to.have.lengthOf(2);
    expect(lines[0]).to.include(
      'The inventory could not be made of introspected nodes, it is tried again: the disk is full',
    );
  });

  it('is left to the leader; a new leader begins with a generation', async () => {
    isLeader = false;
    happen('introspection.finished');
    await look();
    expect(generations).to.equal(0);
    isLeader = true;
    await look();
    isLeader = false;
    await look();
    isLeader = true;
    await look();
    expect(generations).to.equal(2);
  });
});
