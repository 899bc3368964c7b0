import { expect } from 'chai';
import { FailedCredentials } from '../../src/access/failed-credentials.js';

describe('wrong credentials', () => {
  let now: number;
  let shutOut: string[];
  const counting = (most: number): FailedCredentials =>
    new FailedCredentials({ most, clock: () => now, onShutOut: (address) => void shutOut.push(address) });
  beforeEach(() => {
    now = 0;
    shutOut = [];
  });
  const send = (failures: FailedCredentials, count: number, address = '192.0.2.1'): void => {
    for (let sent = 0; sent < count; sent++) failures.note(address);
  };

  it('shut their address out for a minute when there are too many in a minute', () => {
    const failures = counting(20);
    send(failures, 19);
    expect(failures.secondsLeft('192.0.2.1')).to.equal(0);
    send(failures, 1);
    expect(failures.secondsLeft('192.0.2.1')).to.equal(60);
    expect(shutOut).to.deep.equal(['192.0.2.1']);
    now = 59_001;
    expect(failures.secondsLeft('192.0.2.1')).to.equal(1);
    now = 60_000;
    expect(failures.secondsLeft('192.0.2.1')).to.equal(0);
    send(failures, 19);
    expect(failures.secondsLeft('192.0.2.1')).to.equal(0);
  });

  it('are forgotten after a minute', () => {
    const failures = counting(20);
    for (let minute = 0; minute < 5; minute++) {
      send(failures, 19);
      now += 60_000;
    }
    expect(failures.secondsLeft('192.0.2.1')).to.equal(0);
  });

  it('of one address are nothing to another one', () => {
    const failures = counting(20);
    send(failures, 20);
    expect(failures.secondsLeft('192.0.2.2')).to.equal(0);
  });

  it('are not counted for addresses that many share, nor where no number is set', () => {
    const failures = counting(1);
    failures.note(undefined);
    expect(failures.secondsLeft(undefined)).to.equal(0);
    const endless = counting(0);
    send(endless, 1000);
    expect(endless.secondsLeft('192.0.2.1')).to.equal(0);
  });

  it('are remembered for the latest ten thousand addresses only', () => {
    const failures = counting(1);
    for (let index = 0; index <= 10_000; index++) failures.note(`address ${index}`);
    expect(failures.secondsLeft('address 0')).to.equal(0);
    expect(failures.secondsLeft('address 10000')).to.equal(60);
  });
});
