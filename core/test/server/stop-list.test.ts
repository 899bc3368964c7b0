import { expect } from 'chai';
import { pino } from 'pino';
import { StopList } from '../../src/server/stop-list.js';

/** A log whose lines can be read. */
function readable() {
  const lines: string[] = [];
  return { lines, log: pino({}, { write: (line: string) => void lines.push(line) }) };
}
const never = () => new Promise<void>(() => undefined);
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A clock that stands still while work goes on, and jumps to the limit of work that waits for something. */
function jumpingClock() {
  const limits: number[] = [];
  let now = 0;
  return {
    limits,
    now: () => now,
    within: async (work: Promise<unknown>, limit: number) => {
      limits.push(limit);
      const ended = await Promise.race([work.then(() => true), settle().then(() => false)]);
      if (!ended) now += limit;
      return ended;
    },
  };
}

describe('stopping what was started', () => {
  it('goes in the reverse order, one after the other', async () => {
    const list = new StopList(readable().log);
    const seen: string[] = [];
    for (const name of ['database', 'filter', 'API']) {
      list.add(name, async () => {
        seen.push(`${name} begins`);
        await new Promise((resolve) => setImmediate(resolve));
        seen.push(`${name} ends`);
      });
    }
    await list.stop();
    expect(seen).to.deep.equal([
      'API begins',
      'API ends',
      'filter begins',
      'filter ends',
      'database begins',
      'database ends',
    ]);
  });

  it('happens once, however often it is asked for', async () => {
    const list = new StopList(readable().log);
    let times = 0;
    list.add('database', () => Promise.resolve(times++));
    await Promise.all([list.stop(), list.stop()]);
    await list.stop();
    expect(times).to.equal(1);
  });

  it('says what failed and stops the rest', async () => {
    const { lines, log } = readable();
    const list = new StopList(log);
    let stopped = false;
    list.add('database', () => Promise.resolve((stopped = true)));
    list.add('filter', () => Promise.reject(new Error('no such chain')));
    await list.stop();
    expect(stopped).to.equal(true);
    expect(lines).to.have.lengthOf(1);
    expect(lines[0]).to.include('Stopping the filter failed').and.include('no such chain');
  });

  it('leaves behind what never ends, and stops the rest', async () => {
    const { lines, log } = readable();
    const list = new StopList(log, 20_000, 10_000, jumpingClock());
    let stopped = false;
    list.add('database', () => Promise.resolve((stopped = true)));
    list.add('plugins', never);
    list.add('filter', never);
    await list.stop();
    expect(stopped).to.equal(true);
    expect(lines.join('')).to.match(/filter takes too long[^]*plugins takes too long/);
  });

  it('gives all steps one limit together, and each a moment when that is used up', async () => {
    const clock = jumpingClock();
    const list = new StopList(readable().log, 40_000, 3_000, clock);
    const given: number[] = [];
    for (const name of ['database', 'plugins', 'filter']) {
      list.add(name, (left) => {
        given.push(left);
        return name === 'database' ? Promise.resolve() : never();
      });
    }
    await list.stop();
    expect(given).to.deep.equal([40_000, 0, 0]);
    expect(clock.limits).to.deep.equal([40_000, 3_000, 3_000]);
  });

  it('waits by the clock on the wall unless another is given', async () => {
    const { lines, log } = readable();
    const list = new StopList(log, 0, 1);
    list.add('filter', never);
    await list.stop();
    expect(lines.join('')).to.include('filter takes too long');
  });
});
