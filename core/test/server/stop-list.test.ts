import { expect } from 'chai';
import { pino } from 'pino';
import { StopList } from '../../src/server/stop-list.js';

/** A log whose lines can be read. */
function readable() {
  const lines: string[] = [];
  return { lines, log: pino({}, { write: (line: string) => void lines.push(line) }) };
}
const never = () => new Promise<void>(() => undefined);

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
    const list = new StopList(log, 20, 10);
    let stopped = false;
    list.add('database', () => Promise.resolve((stopped = true)));
    list.add('plugins', never);
    list.add('filter', never);
    await list.stop();
    expect(stopped).to.equal(true);
    expect(lines.join('')).to.match(/filter takes too long[^]*plugins takes too long/);
  });

  it('gives all steps one limit together, and each a moment when that is used up', async () => {
    const list = new StopList(readable().log, 40, 30);
    const given: number[] = [];
    let ended = false;
    list.add('database', async (left) => {
      given.push(left);
      await new Promise((resolve) => setTimeout(resolve, 5));
      ended = true;
    });
    list.add('API', (left) => {
      given.push(left);
      return never();
    });
    await list.stop();
    expect(given[0]).to.be.within(30, 40);
    expect(given[1]).to.be.below(2);
    expect(ended).to.equal(true);
  });
});
