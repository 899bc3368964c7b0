import { expect } from 'chai';
import { pino } from 'pino';
import { BackgroundWork } from '../../src/conductor/background.js';
import { InspectorError } from '@inspector/plugin-api';

const silent = pino({ level: 'silent' });
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Work that notes how many run at once and ends when told. */
function counted() {
  const ends: (() => void)[] = [];
  const seen = { running: 0, most: 0, started: [] as string[] };
  const work = (name: string) => async () => {
    seen.started.push(name);
    seen.most = Math.max(seen.most, ++seen.running);
    await new Promise<void>((resolve) => ends.push(resolve));
    seen.running--;
  };
  return { seen, work, endOne: () => ends.shift()?.() };
}

describe('background work', () => {
  it('runs no more at once than allowed, first come, first served', async () => {
    const background = new BackgroundWork(2, silent);
    const { seen, work, endOne } = counted();
    for (const name of ['a', 'b', 'c', 'd']) background.run(name, work(name));
    await settled();
    expect(seen.started).to.deep.equal(['a', 'b']);
    endOne();
    await settled();
    expect(seen.started).to.deep.equal(['a', 'b', 'c']);
  });

  it('gives a place that became free to who waits, not also to who comes at that moment', async () => {
    const background = new BackgroundWork(1, silent);
    const { seen, work, endOne } = counted();
    background.run('first', work('first'));
    background.run('waits', work('waits'));
    await settled();
    endOne();
    for (let turn = 0; turn < 12; turn++) {
      background.run(`comes ${turn}`, work(`comes ${turn}`));
      await Promise.resolve();
    }
    for (let turn = 0; turn < 20; turn++) {
      await settled();
      endOne();
    }
    expect(seen.most).to.equal(1);
    expect(seen.started.slice(0, 3)).to.deep.equal(['first', 'waits', 'comes 0']);
    expect(seen.started).to.have.lengthOf(14);
  });

  it('logs what escapes and goes on', async () => {
    const lines: string[] = [];
    const background = new BackgroundWork(1, pino({}, { write: (line: string) => void lines.push(line) }));
    background.run('breaks', () => Promise.reject(new Error('on purpose')));
    let ran = false;
    background.run('works', async () => {
      ran = true;
    });
    expect(await background.drain(1000)).to.equal(true);
    expect(ran).to.equal(true);
    expect(lines.join('')).to.include('Background work \\"breaks\\" failed').and.include('on purpose');
  });

  it('waits for what runs and what is queued when it stops', async () => {
    const background = new BackgroundWork(1, silent);
    const { seen, work, endOne } = counted();
    background.run('runs', work('runs'));
    background.run('queued', work('queued'));
    const drained = background.drain(5000);
    await settled();
    endOne();
    await settled();
    endOne();
    expect(await drained).to.equal(true);
    expect(seen.started).to.deep.equal(['runs', 'queued']);
  });

  it('stops waiting when the time is over', async () => {
    const background = new BackgroundWork(1, silent);
    const { work, endOne } = counted();
    background.run('hangs', work('hangs'));
    await settled();
    expect(await background.drain(5)).to.equal(false);
    endOne();
  });

  it('takes no new requests once it stops', async () => {
    const background = new BackgroundWork(1, silent);
    background.assertOpen();
    await background.drain(10);
    const refused = () => {
      try {
        background.assertOpen();
      } catch (error) {
        return InspectorError.is(error) ? [error.code, error.status] : error;
      }
      return undefined;
    };
    expect(refused()).to.deep.equal(['INSP_SHUTTING_DOWN', 503]);
  });
});
