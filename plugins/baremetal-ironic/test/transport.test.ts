import { getEventListeners } from 'node:events';
import { expect } from 'chai';
import { ParallelLimit } from '../src/parallel-limit.js';
import { Transport } from '../src/transport.js';
import { ScriptedIronic } from './scripted-ironic.js';

describe('the transport', () => {
  it('leaves nothing behind on the signal that lives as long as the process', async () => {
    const ironic = await new ScriptedIronic().start();
    const transport = new Transport({ rejectUnauthorized: true }, 10, 4);
    const closing = new AbortController();

    const message = { method: 'GET', url: `${ironic.url}/v1/`, headers: {} } as const;
    await Promise.all(Array.from({ length: 8 }, () => transport.send(message, closing.signal)));

    expect(getEventListeners(closing.signal, 'abort')).to.be.empty;
    await transport.close();
    await ironic.stop();
  });

  it('serves who waits for a turn in the order in which they came', async () => {
    const limit = new ParallelLimit(1);
    const order: number[] = [];

    await Promise.all([1, 2, 3, 4].map((turn) => limit.run(async () => order.push(turn))));

    expect(order).to.deep.equal([1, 2, 3, 4]);
  });

  it('gives a turn back when the task fails', async () => {
    const limit = new ParallelLimit(1);
    const failing = limit.run(() => Promise.reject(new Error('no')));
    await failing.catch(() => undefined);

    expect(await limit.run(async () => 'next')).to.equal('next');
  });
});
