import { expect } from 'chai';
import { Session } from '../src/session.js';

/** A clock that is set by hand. */
class HandClock {
  steadily = 1000;
  day = 5_000_000;
  steady = (): number => this.steadily;
  ofDay = (): number => this.day;
  now = () => ({ steady: this.steadily, ofDay: this.day });
  pass(milliseconds: number): void {
    this.steadily += milliseconds;
    this.day += milliseconds;
  }
}

describe('a session with etcd', () => {
  let clock: HandClock;
  let session: Session;
  beforeEach(() => {
    clock = new HandClock();
    session = new Session('id', '7', 10_000, clock, clock.now());
  });

  it('is lost after seven tenths of the time that etcd grants, and never found again', () => {
    clock.pass(6999);
    expect([session.check(), session.left]).to.deep.equal([true, 1]);
    clock.pass(1);
    expect([session.check(), session.lost.aborted]).to.deep.equal([false, true]);
    expect((session.lost.reason as Error).message).to.contain('for 7.0 s');
    session.renewed(clock.now());
    expect(session.check()).to.equal(false);
  });

  it('lasts from when a renewal was sent, not from when it was confirmed', () => {
    clock.pass(3000);
    const sent = clock.now();
    clock.pass(2000);
    session.renewed(sent);
    expect(session.left).to.equal(5000);
  });

  it('is lost when a renewal is confirmed after its time', () => {
    clock.pass(3000);
    const sent = clock.now();
    clock.pass(4000);
    session.renewed(sent);
    expect(session.lost.aborted).to.equal(true);
  });

  it('is lost after the machine was suspended: then only the time of day has gone on', () => {
    clock.pass(100);
    clock.day += 60_000;
    expect(session.check()).to.equal(false);
  });

  it('does not mind a clock that is set back', () => {
    clock.pass(100);
    clock.day -= 3_600_000;
    expect([session.check(), session.left]).to.deep.equal([true, 6900]);
    clock.pass(6900);
    expect(session.check()).to.equal(false);
  });
});
