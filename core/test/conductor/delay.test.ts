import { expect } from 'chai';
import { type DelayClock, LocalPace, RebootLine } from '../../src/conductor/delay.js';
import { InspectorError } from '@inspector/plugin-api';

/** The line of a process with so many seconds between two reboots. */
const lineOf = (seconds: number, signal: AbortSignal, clock?: DelayClock): RebootLine =>
  new RebootLine(seconds > 0 ? new LocalPace(seconds, clock) : undefined, signal, clock);

describe('the delay between reboots', () => {
  it('lets the first go at once and keeps the next apart, in order', async () => {
    let now = 1000;
    const clock = {
      now: () => now,
      sleep: async (milliseconds: number) => void (now += milliseconds),
    };
    const delay = lineOf(5, new AbortController().signal, clock);
    const turns: [string, number][] = [];
    await Promise.all(['a', 'b', 'c'].map((name) => delay.turn(name).then(() => turns.push([name, now]))));
    expect(turns.map(([name]) => name)).to.deep.equal(['a', 'b', 'c']);
    expect(now).to.equal(11_000);

    now = 13_000;
    await delay.turn('a');
    expect(now).to.equal(16_000);
    now = 60_000;
    await delay.turn('a');
    expect(now).to.equal(60_000);
  });

  it('is nothing when it is 0', async () => {
    const stopped = new AbortController();
    stopped.abort();
    const delay = lineOf(0, stopped.signal);
    await Promise.all(Array.from({ length: 50 }, (_, index) => delay.turn(String(index))));
  });

  it('ends at once, in words, when the service stops', async () => {
    const stopping = new AbortController();
    const delay = lineOf(3600, stopping.signal);
    await delay.turn('a');
    const waiting = [delay.turn('b'), delay.turn('c')];
    stopping.abort();
    for (const { status, reason } of (await Promise.allSettled(waiting)) as PromiseRejectedResult[]) {
      expect(status).to.equal('rejected');
      expect(InspectorError.is(reason) && reason.code).to.equal('INSP_SHUTTING_DOWN');
      expect(String(reason)).to.include('start its introspection again');
    }
  });

  it('lets a node leave the line, and tells the others their place', async () => {
    let now = 1000;
    let wake: () => void = () => undefined;
    const clock = {
      now: () => now,
      sleep: (milliseconds: number, signal: AbortSignal) =>
        new Promise<void>((resolve, reject) => {
          wake = () => {
            now += milliseconds;
            resolve();
          };
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
    };
    const delay = lineOf(5, new AbortController().signal, clock);
    expect(await delay.turn('first')).to.equal(false);
    const [next, last] = [delay.turn('next'), delay.turn('last')];
    const left = delay.turn('left').catch((error: unknown) => String(error));
    expect(delay.place('left')).to.deep.equal({ position: 3, length: 3 });
    expect(delay.leave('left', 'Canceled by operator')).to.equal(true);
    expect(await left).to.include('Canceled by operator');
    expect(delay.place('last')).to.deep.equal({ position: 2, length: 2 });
    expect(delay.leave('left', 'again')).to.equal(false);
    for (const waiting of [next, last]) {
      await new Promise(setImmediate);
      wake();
      expect(await waiting).to.equal(true);
    }
    expect([now, delay.place('last')]).to.deep.equal([11_000, undefined]);
  });
});
