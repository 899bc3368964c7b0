import { expect } from 'chai';
import { fewAtOnce } from '../../../src/api/limits/few-at-once.js';

describe('Few pieces of work at once', () => {
  it('happen in the order they came, and never more of them', async () => {
    const few = fewAtOnce(2);
    let running = 0;
    let most = 0;
    const order: number[] = [];
    const work = (number: number) =>
      few(async () => {
        most = Math.max(most, ++running);
        order.push(number);
        await Promise.resolve();
        running--;
        if (number === 3) throw new Error('broken');
        return number;
      }).catch(() => -1);
    const results = await Promise.all([0, 1, 2, 3, 4, 5, 6].map(work));
    expect(results).to.deep.equal([0, 1, 2, -1, 4, 5, 6]);
    expect([most, order]).to.deep.equal([2, [0, 1, 2, 3, 4, 5, 6]]);
  });
});
