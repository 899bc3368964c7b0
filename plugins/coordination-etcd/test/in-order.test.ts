import { expect } from 'chai';
import { InOrder } from '../src/in-order.js';

describe('work in order', () => {
  it('waits for the work on the same thing before, and for no other', async () => {
    const order = new InOrder();
    const done: string[] = [];
    let finish: (() => void) | undefined;
    const first = order.after('node', async () => {
      await new Promise<void>((resolve) => (finish = resolve));
      done.push('first');
    });
    const second = order.after('node', async () => done.push('second'));
    await order.after('another node', async () => done.push('other'));
    expect(done).to.deep.equal(['other']);
    finish?.();
    await Promise.all([first, second]);
    expect(done).to.deep.equal(['other', 'first', 'second']);
  });

  it('fails at once with what came before, unless that does not matter', async () => {
    const order = new InOrder();
    const away = new Error('away');
    const outcomes = await Promise.allSettled([
      order.after('node', () => Promise.reject(away)),
      order.after('node', async () => 'asked again'),
      order.whatever('node', async () => 'tidied up'),
      order.after('node', async () => 'asked later'),
    ]);
    expect(outcomes.map((one) => (one.status === 'rejected' ? one.reason : one.value))).to.deep.equal([
      ...[away, away, 'tidied up', 'asked later'],
    ]);
  });
});
