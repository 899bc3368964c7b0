import { expect } from 'chai';
import { SharedWork } from '../../src/tasks/shared-work.js';

describe('shared work', () => {
  it('is done once for all who want it at the same time, and again for those who come later', async () => {
    const shared = new SharedWork<number>();
    let done = 0;
    const work = async (): Promise<number> => ++done;
    expect(await Promise.all([1, 2, 3].map(() => shared.join('a', work)))).to.deep.equal([1, 1, 1]);
    expect(await shared.join('a', work)).to.equal(2);
  });

  it('is another one for another key', async () => {
    const shared = new SharedWork<string>();
    const names = ['a', 'b'];
    expect(await Promise.all(names.map((name) => shared.join(name, async () => name)))).to.deep.equal(names);
  });

  it('fails for all who want it, and can be tried again', async () => {
    const shared = new SharedWork<number>();
    const fails = async (): Promise<number> => Promise.reject(new Error('no'));
    const outcomes = await Promise.allSettled([1, 2].map(() => shared.join('a', fails)));
    expect(outcomes.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected']);
    expect(await shared.join('a', async () => 1)).to.equal(1);
  });
});
