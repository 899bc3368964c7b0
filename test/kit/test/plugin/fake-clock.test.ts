import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { fakeClock, type FakeClock } from '../../src/index.js';

describe('fakeClock', () => {
  let clock: FakeClock;
  beforeEach(() => {
    clock = fakeClock('2031-05-06T07:08:09Z');
  });
  afterEach(() => clock.restore());

  it('stands still until it is told to go on', async () => {
    await pause(2);
    expect(Date.now()).to.equal(Date.parse('2031-05-06T07:08:09Z'));
    await clock.advance(1500);
    expect(new Date().toISOString()).to.equal('2031-05-06T07:08:10.500Z');
    expect(new Date(0).getTime()).to.equal(0);
    expect(Date.UTC(2031, 0, 1)).to.be.a('number');
  });

  it('runs timers in the order in which they are due', async () => {
    const seen: string[] = [];
    setTimeout(() => seen.push('late'), 2000);
    setTimeout((word: string) => seen.push(word), 1000, 'early');
    const every = setInterval(() => seen.push('again'), 900).unref();
    await clock.advance(1999);
    expect(seen).to.deep.equal(['again', 'early', 'again']);
    clearInterval(every);
    await clock.advance(1);
    expect(seen.at(-1)).to.equal('late');
  });

  // Without a pause, in which leftovers of other tests could start timers.
  it('says how many timers wait', () => {
    const before = clock.waiting;
    const timer = setTimeout(() => undefined, 5);
    const every = setInterval(() => undefined, 5).unref();
    expect(clock.waiting).to.equal(before + 2);
    clearTimeout(timer);
    clearInterval(every);
    expect(clock.waiting).to.equal(before);
  });

  it('goes on with what a timer starts before the next one runs', async () => {
    let tries = 0;
    const attempt = async (): Promise<void> => {
      tries++;
      await Promise.resolve();
      if (tries < 4) setTimeout(() => void attempt(), 60_000);
    };
    await attempt();
    await clock.advance(3_600_000);
    expect(tries).to.equal(4);
    expect(Date.now()).to.equal(Date.parse('2031-05-06T08:08:09Z'));
  });

  it('starts a timer anew', async () => {
    let runs = 0;
    const timer = setTimeout(() => runs++, 100);
    await clock.advance(90);
    timer.refresh();
    await clock.advance(90);
    expect(runs).to.equal(0);
    await clock.advance(10);
    expect(runs).to.equal(1);
  });

  it('leaves timers of the process alone, also to clear them', () => {
    clock.restore();
    const own = setTimeout(() => expect.fail('it was cleared'), 1);
    clock = fakeClock(0);
    clearTimeout(own);
    expect(own).to.have.property('_destroyed', true);
  });

  it('gives the time back, and is there once', () => {
    expect(() => fakeClock()).to.throw('in use already');
    const fake = Date;
    clock.restore();
    expect(Date).to.not.equal(fake);
    expect(() => fakeClock('some time')).to.throw('no time');
    expect(Date.now()).to.be.lessThan(Date.parse('2031-05-06T07:08:09Z'));
  });
});
