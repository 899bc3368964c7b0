import { expect } from 'chai';
import { LocalRebootDelay } from '../../src/conductor/delay.js';
import { InspectorError } from '@inspector/plugin-api';

describe('the delay between reboots', () => {
  it('lets the first go at once and keeps the next apart, in order', async () => {
    let now = 1000;
    const clock = {
      now: () => now,
      sleep: async (milliseconds: number) => void (now += milliseconds),
    };
    const delay = new LocalRebootDelay(5, new AbortController().signal, clock);
    const turns: [string, number][] = [];
    await Promise.all(['a', 'b', 'c'].map((name) => delay.turn().then(() => turns.push([name, now]))));
    expect(turns.map(([name]) => name)).to.deep.equal(['a', 'b', 'c']);
    expect(now).to.equal(11_000);

    now = 13_000;
    await delay.turn();
    expect(now).to.equal(16_000);
    now = 60_000;
    await delay.turn();
    expect(now).to.equal(60_000);
  });

  it('is nothing when it is 0', async () => {
    const stopped = new AbortController();
    stopped.abort();
    const delay = new LocalRebootDelay(0, stopped.signal);
    await Promise.all(Array.from({ length: 50 }, () => delay.turn()));
  });

  it('ends at once, in words, when the service stops', async () => {
    const stopping = new AbortController();
    const delay = new LocalRebootDelay(3600, stopping.signal);
    await delay.turn();
    const waiting = [delay.turn(), delay.turn()];
    stopping.abort();
    for (const { status, reason } of (await Promise.allSettled(waiting)) as PromiseRejectedResult[]) {
      expect(status).to.equal('rejected');
      expect(InspectorError.is(reason) && reason.code).to.equal('INSP_SHUTTING_DOWN');
      expect(String(reason)).to.include('start its introspection again');
    }
  });
});
