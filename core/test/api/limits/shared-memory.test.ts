import { expect } from 'chai';
import { sharedMemory } from '../../../src/api/limits/shared-memory.js';

describe('Memory that requests share', () => {
  const make = () => sharedMemory({ total: 100, large: 10 });

  it('gives what is there, and what was given back again', () => {
    const memory = make();
    const shares = ['a', 'b', 'c', 'd', 'e'].flatMap((who) => [memory.share(who), memory.share(who)]);
    for (const share of shares) expect(share.take(10)).to.equal(true);
    const late = memory.share('f');
    expect([memory.held, late.take(1)]).to.deep.equal([100, false]);
    shares[0]?.release();
    expect(late.take(10)).to.equal(true);
    expect(memory.held).to.equal(100);
  });

  it('keeps half for small shares', () => {
    const memory = make();
    expect(memory.share('a').take(30)).to.equal(true);
    const large = memory.share('b');
    expect(large.take(10)).to.equal(true);
    expect(large.take(20)).to.equal(false);
    for (const who of ['c', 'd', 'e', 'f', 'g', 'h']) expect(memory.share(who).take(10), who).to.equal(true);
  });

  it('gives one address half at most', () => {
    const memory = make();
    for (let share = 0; share < 5; share++) expect(memory.share('a').take(10)).to.equal(true);
    expect(memory.share('a').take(1)).to.equal(false);
    expect(memory.share('b').take(10)).to.equal(true);
  });

  it('gives whoever is alone as much as he wants', () => {
    const memory = make();
    const alone = memory.share('a');
    expect([alone.take(80), alone.take(80)]).to.deep.equal([true, true]);
    expect(memory.share('b').take(1)).to.equal(false);
    alone.release();
    alone.release();
    expect(memory.held).to.equal(0);
    expect(memory.share('b').take(60)).to.equal(true);
  });

  it('forgets that a share was large when it is given back', () => {
    const memory = make();
    const first = memory.share('a');
    expect([first.take(5), first.take(40)]).to.deep.equal([true, true]);
    memory.share('x').take(1);
    expect(memory.share('b').take(20)).to.equal(false);
    first.release();
    expect(memory.share('c').take(40)).to.equal(true);
  });
});
