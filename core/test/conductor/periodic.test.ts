import { expect } from 'chai';
import { pino } from 'pino';
import { PeriodicTask } from '../../src/conductor/periodic.js';

const silent = pino({ level: 'silent' });

/** Resolves when the task has begun so often. */
function counting(work: (run: number) => Promise<void>) {
  let runs = 0;
  const waiting: { readonly at: number; readonly resolve: () => void }[] = [];
  return {
    task: () => {
      runs++;
      for (const { at, resolve } of waiting) if (runs >= at) resolve();
      return work(runs);
    },
    reached: (at: number) => new Promise<void>((resolve) => waiting.push({ at, resolve })),
    runs: () => runs,
  };
}

describe('a periodic task', () => {
  it('comes again after a run that failed', async () => {
    const { task, reached } = counting(() => Promise.reject(new Error('on purpose')));
    const lines: string[] = [];
    const log = pino({}, { write: (line: string) => void lines.push(line) });
    const periodic = new PeriodicTask('fails', 0.002, task, log);
    const thrice = reached(3);
    periodic.start();
    await thrice;
    await periodic.stop();
    expect(lines.join('')).to.include('Periodic task \\"fails\\" failed');
  });

  it('never runs twice at once', async () => {
    let running = 0;
    let most = 0;
    const { task, reached } = counting(async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 10));
      running--;
    });
    const periodic = new PeriodicTask('slow', 0.001, task, silent);
    const thrice = reached(3);
    periodic.start();
    await thrice;
    await periodic.stop();
    expect(most).to.equal(1);
  });

  it('waits for the present run when it stops, and has no further one', async () => {
    let ended = false;
    const { task, reached, runs } = counting(async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      ended = true;
    });
    const periodic = new PeriodicTask('stops', 0.001, task, silent);
    const once = reached(1);
    periodic.start();
    await once;
    await periodic.stop();
    expect([ended, runs()]).to.deep.equal([true, 1]);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(runs()).to.equal(1);
  });

  it('never runs when its interval is 0', async () => {
    const { task, runs } = counting(() => Promise.resolve());
    const periodic = new PeriodicTask('never', 0, task, silent);
    periodic.start();
    await new Promise((resolve) => setTimeout(resolve, 10));
    await periodic.stop();
    expect(runs()).to.equal(0);
  });
});
