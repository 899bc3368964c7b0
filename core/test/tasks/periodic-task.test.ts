import { expect } from 'chai';
import { createPeriodicTask } from '../../src/tasks/periodic-task.js';
import { createFakeClock } from './fake-clock.js';

function repeating(task: () => Promise<void>, intervalSeconds = 15) {
  const clock = createFakeClock();
  const errors: unknown[] = [];
  const periodic = createPeriodicTask(task, {
    intervalSeconds,
    clock,
    onError: (error) => errors.push(error),
  });
  return { clock, errors, periodic };
}

describe('a periodic task', () => {
  it('runs first after one interval and then again after each', async () => {
    let runs = 0;
    const { clock, periodic } = repeating(async () => {
      runs += 1;
    });
    periodic.start();
    await clock.advance(14_999);
    expect(runs).to.equal(0);
    await clock.advance(1);
    expect(runs).to.equal(1);
    await clock.advance(15_000);
    expect(runs).to.equal(2);
    await periodic.stop();
  });

  it('never begins a run before the one before has ended', async () => {
    let end = () => {};
    let runs = 0;
    const { clock, periodic } = repeating(() => {
      runs += 1;
      return new Promise((resolve) => (end = resolve));
    });
    periodic.start();
    await clock.advance(15_000);
    await clock.advance(150_000);
    expect(runs).to.equal(1);
    end();
    await periodic.stop();
  });

  it('goes on after any number of failures', async () => {
    const { clock, errors, periodic } = repeating(() => Promise.reject(new Error('no such directory')));
    periodic.start();
    for (let run = 0; run < 5; run++) await clock.advance(15_000);
    expect(errors).to.have.length(5);
    expect(clock.waiting).to.equal(1);
    await periodic.stop();
  });

  it('never runs with an interval of 0', () => {
    const { clock, periodic } = repeating(() => Promise.resolve(), 0);
    periodic.start();
    expect(clock.waiting).to.equal(0);
  });

  it('runs once per interval although it was started twice', () => {
    const { clock, periodic } = repeating(() => Promise.resolve());
    periodic.start();
    periodic.start();
    expect(clock.waiting).to.equal(1);
  });

  it('stops: waits for the run in progress and begins no other', async () => {
    let end = () => {};
    const { clock, periodic } = repeating(() => new Promise((resolve) => (end = resolve)));
    periodic.start();
    await clock.advance(15_000);
    let stopped = false;
    const stopping = periodic.stop().then(() => (stopped = true));
    await clock.advance(0);
    expect(stopped).to.equal(false);
    end();
    await stopping;
    expect(clock.waiting).to.equal(0);
  });
});
