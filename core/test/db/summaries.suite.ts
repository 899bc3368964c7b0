import { expect } from 'chai';
import { hardwareSummary } from '../../src/history/summary.js';
import { machine } from '../difference/machine.js';
import { changeRecord, freshRecord, MARK } from './fresh-record.js';
import type { SuiteDatabase } from './suite-database.js';

/** What machines are. */
export function summariesSuite({ db }: SuiteDatabase): void {
  const hardware = hardwareSummary(machine());
  const uuids = async (marker?: string): Promise<string[]> =>
    (await db().summaries.list({ limit: 100, ...(marker === undefined ? {} : { marker }) })).map(
      ({ uuid }) => uuid,
    );

  async function inspected(name: string): Promise<string> {
    const fresh = freshRecord({ name });
    await db().records.replace(fresh, undefined);
    const change = {
      state: 'finished',
      finishedAt: fresh.startedAt,
      ...(hardware && { summary: hardware }),
    } as const;
    await changeRecord(db(), fresh.uuid, 'starting', change);
    return fresh.uuid;
  }

  describe('what machines are', () => {
    it('is written with the end of an introspection, and again with the next', async () => {
      const uuid = await inspected('rack-7');
      const [one, ...others] = await db().summaries.list({ limit: 10 });
      expect(others).to.deep.equal([]);
      expect(one).to.deep.include({ uuid, name: 'rack-7', state: 'finished', hardware });
      const newer = hardware && { ...hardware, memory_mb: 1 };
      await changeRecord(db(), uuid, 'finished', { state: 'finished', ...(newer && { summary: newer }) });
      expect((await db().summaries.list({ limit: 10 }))[0]?.hardware.memory_mb).to.equal(1);
    });

    it('is listed page by page, and stays while the node is introspected again', async () => {
      const [first = '', second = ''] = [await inspected('a'), await inspected('b')].sort();
      expect(await uuids()).to.deep.equal([first, second]);
      expect(await uuids(first)).to.deep.equal([second]);
      expect(await db().summaries.list({ limit: 1 })).to.have.length(1);
      await db().records.replace(freshRecord({ uuid: first }), 'finished');
      expect((await db().summaries.list({ limit: 1 }))[0]).to.include({ uuid: first, state: 'starting' });
    });

    it('goes with the node', async () => {
      const uuid = await inspected('a');
      await db().records.delete(uuid, MARK.fence);
      expect(await uuids()).to.deep.equal([]);
    });
  });
}
