import { expect } from 'chai';
import { ClockSteps } from '../../src/tasks/clock-steps.js';

const HOUR = 3600;

describe('steps of the clock', () => {
  let wall: number;
  let steady: number;
  let clock: ClockSteps;
  const pass = (seconds: number): void => {
    wall += seconds * 1000;
    steady += seconds * 1000;
  };
  const set = (seconds: number): void => void (wall += seconds * 1000);

  beforeEach(() => {
    wall = Date.UTC(2031, 0, 1);
    steady = 5;
    clock = new ClockSteps({ wall: () => wall, steady: () => steady });
  });

  it('are none while time passes, nor while it is corrected bit by bit', () => {
    const begun = wall;
    for (let look = 0; look < 100; look++) {
      pass(60);
      set(1);
      expect(clock.look()).to.equal(undefined);
    }
    expect(clock.since(begun)).to.equal(0);
  });

  it('count for what began before, and not for what began after', () => {
    const before = wall;
    pass(20);
    set(2 * HOUR);
    pass(20);
    expect(clock.look()).to.equal(2 * HOUR);
    expect(clock.look()).to.equal(undefined);
    expect(clock.since(before)).to.equal(2 * HOUR);
    expect(clock.since(wall)).to.equal(0);
  });

  it('take nothing from the time of what begins after the clock was set back', () => {
    set(-2 * HOUR);
    expect(clock.look()).to.equal(-2 * HOUR);
    pass(60);
    expect(clock.since(wall)).to.equal(0);
  });

  it('add up, and take each other away', () => {
    const before = wall;
    for (const seconds of [HOUR, -HOUR / 2, HOUR]) {
      set(seconds);
      pass(60);
      clock.look();
    }
    expect(clock.since(before)).to.equal(1.5 * HOUR);
  });
});
