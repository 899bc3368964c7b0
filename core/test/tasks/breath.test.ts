import { expect } from 'chai';
import sinon from 'sinon';
import { breathing } from '../../src/tasks/breath.js';

describe('long work in one piece', () => {
  let now = 0;
  beforeEach(() => {
    now = performance.now();
    sinon.stub(performance, 'now').callsFake(() => now);
  });
  afterEach(() => sinon.restore());

  it('lets other work happen each time it has taken a while', async () => {
    let turns = 0;
    const breathe = breathing();
    for (let step = 0; step < 10; step++) {
      setImmediate(() => (turns += 1));
      now += 20;
      await breathe();
    }
    expect(turns).to.equal(10);
  });

  it('does not wait while it has been short', () => {
    const breathe = breathing();
    now += 14;
    expect(breathe()).to.equal(undefined);
  });
});
