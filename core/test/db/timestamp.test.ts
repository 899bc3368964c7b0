import { expect } from 'chai';
import { fromStored, now, secondsAgo, toStored } from '../../src/db/timestamp.js';

describe('times of records', () => {
  it('never come twice, and always later', () => {
    const times = Array.from({ length: 5000 }, () => now());
    const padded = times.map((time) => toStored(time, 'sqlite'));
    expect(new Set(times).size).to.equal(times.length);
    expect(padded).to.deep.equal([...padded].sort());
  });

  it('are those of the clock, in UTC', () => {
    const before = Date.now();
    const time = Date.parse(`${now()}Z`);
    expect(time).to.be.within(before - 1, Date.now() + 10);
  });

  it('can be some seconds ago', () => {
    const ago = Date.parse(`${secondsAgo(90.5)}Z`);
    expect(Date.now() - ago).to.be.within(90_499, 91_500);
  });

  const stored: [string, 'sqlite' | 'mysql' | 'postgres', string][] = [
    ['2031-02-03T04:05:06.789012', 'sqlite', '2031-02-03 04:05:06.789012'],
    ['2031-02-03T04:05:06', 'sqlite', '2031-02-03 04:05:06.000000'],
    ['2031-02-03T04:05:06.999999', 'mysql', '2031-02-03 04:05:06'],
    ['2031-02-03T04:05:06.000001', 'postgres', '2031-02-03 04:05:06.000001'],
  ];
  for (const [time, dialect, text] of stored) {
    it(`${time} is ${text} in ${dialect}`, () => {
      expect(toStored(time, dialect)).to.equal(text);
    });
  }

  const read: [unknown, string | null][] = [
    ['2031-02-03 04:05:06.789012', '2031-02-03T04:05:06.789012'],
    ['2031-02-03T04:05:06.000000', '2031-02-03T04:05:06'],
    ['2031-02-03 04:05:06', '2031-02-03T04:05:06'],
    ['2031-02-03 04:05:06.5', '2031-02-03T04:05:06.500000'],
    ['2031-02-03 04:05:06.1234567', '2031-02-03T04:05:06.123456'],
    [null, null],
  ];
  for (const [text, time] of read) {
    it(`${String(text)} in the database is ${String(time)}`, () => {
      expect(fromStored(text)).to.equal(time);
    });
  }
});
