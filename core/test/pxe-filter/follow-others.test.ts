import { expect } from 'chai';
import { pino } from 'pino';
import { followOthers } from '../../src/pxe-filter/follow-others.js';

describe('A PXE filter beside others', () => {
  /** A clock whose tasks a test runs. */
  const steps = () => {
    const due: (() => void)[] = [];
    let waiting = (): void => undefined;
    return {
      clock: {
        now: () => 0,
        after: (_milliseconds: number, task: () => void) => {
          due.push(task);
          waiting();
          return () => undefined;
        },
      },
      /** Runs the task that is due; resolves when the next one is. */
      next: () =>
        new Promise<void>((resolve) => {
          const run = due.shift();
          waiting = resolve;
          run?.();
        }),
    };
  };
  const log = pino({ level: 'silent' });

  it('is synchronised once for what happened since the last look', async () => {
    const { clock, next } = steps();
    let newest = 0;
    let syncs = 0;
    const events = { range: () => Promise.resolve({ oldest: 1, newest }) };
    const task = followOthers({ sync: async () => void syncs++ }, events, log, false, clock);
    task.start();
    await next();
    expect(syncs).to.equal(0);
    newest = 3;
    await next();
    await next();
    expect(syncs).to.equal(1);
    newest = 4;
    await next();
    expect(syncs).to.equal(2);
  });

  it('is synchronised again after a synchronisation that failed', async () => {
    const { clock, next } = steps();
    let syncs = 0;
    const sync = (): Promise<void> =>
      ++syncs === 1 ? Promise.reject(new Error('dnsmasq is away')) : Promise.resolve();
    const events = { range: () => Promise.resolve({ oldest: 1, newest: 7 }) };
    const task = followOthers({ sync }, events, log, false, clock);
    task.start();
    await next();
    await next();
    await next();
    expect(syncs).to.equal(2);
  });

  it('follows nobody when it is alone', () => {
    const { clock } = steps();
    let looks = 0;
    const alone = { ...clock, after: () => (looks++, () => undefined) };
    const events = { range: () => Promise.reject(new Error('not expected')) };
    followOthers({ sync: () => Promise.resolve() }, events, log, true, alone).start();
    expect(looks).to.equal(0);
  });
});
