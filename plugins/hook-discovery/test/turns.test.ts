import { expect } from 'chai';
import { Turns } from '../src/turns.js';

describe('Turns', () => {
  it('lets work with a common key run in the order it came, also after a failure', async () => {
    const turns = new Turns();
    const order: string[] = [];
    const step = (name: string) => async (): Promise<string> => {
      order.push(`${name} begins`);
      await new Promise(setImmediate);
      order.push(`${name} ends`);
      if (name === 'first') throw new Error('first fails');
      return name;
    };
    const results = await Promise.allSettled([
      turns.take(['a'], step('first')),
      turns.take(['a', 'b'], step('second')),
      turns.take(['b'], step('third')),
    ]);
    expect(order).to.deep.equal(
      ['first', 'second', 'third'].flatMap((name) => [`${name} begins`, `${name} ends`]),
    );
    expect(results.map(({ status }) => status)).to.deep.equal(['rejected', 'fulfilled', 'fulfilled']);
    expect(turns.size).to.equal(0);
  });

  it('lets other work run at once', async () => {
    const turns = new Turns();
    let release = (): void => undefined;
    const held = turns.take(['a'], () => new Promise<void>((resolve) => (release = resolve)));
    expect(await turns.take(['b'], async () => 'done')).to.equal('done');
    expect(await turns.take([], async () => 'done')).to.equal('done');
    await new Promise(setImmediate);
    release();
    await held;
  });
});
