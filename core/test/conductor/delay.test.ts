import { expect } from 'chai';
import { RebootDelay } from '../../src/conductor/delay.js';
import { InspectorError } from '@inspector/plugin-api';

describe('the delay between reboots', () => {
  it('lets the first go at once and keeps the next apart, in order', async () => {
    const delay = new RebootDelay(0.05, new AbortController().signal);
    const begun = performance.now();
    const times: number[] = [];
    const order: string[] = [];
    await Promise.all(
      ['a', 'b', 'c'].map(async (name) => {
        await delay.turn();
        order.push(name);
        times.push(performance.now() - begun);
      }),
    );
    expect(order).to.deep.equal(['a', 'b', 'c']);
    expect(times[0]).to.be.below(45);
    expect(times[1]).to.be.at.least(48);
    expect(times[2]).to.be.at.least(97);
  });

  it('is nothing when it is 0', async () => {
    const stopped = new AbortController();
    stopped.abort();
    const delay = new RebootDelay(0, stopped.signal);
    await Promise.all(Array.from({ length: 50 }, () => delay.turn()));
  });

  it('ends at once, in words, when the service stops', async () => {
    const stopping = new AbortController();
    const delay = new RebootDelay(3600, stopping.signal);
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
