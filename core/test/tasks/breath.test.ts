import { expect } from 'chai';
import { breathing } from '../../src/tasks/breath.js';

/** Keeps the processor for so many milliseconds. */
function work(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

describe('long work in one piece', () => {
  it('lets other work happen once it has taken a while', async () => {
    let turns = 0;
    const other = setInterval(() => (turns += 1), 0);
    const breathe = breathing();
    for (let step = 0; step < 10; step++) {
      work(20);
      await breathe();
    }
    clearInterval(other);
    expect(turns).to.be.at.least(5);
  });

  it('does not wait while it has been short', () => {
    expect(breathing()()).to.equal(undefined);
  });
});
