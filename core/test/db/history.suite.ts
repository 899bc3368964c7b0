import { expect } from 'chai';
import type { NewRun, RunPage, StoredRun } from '../../src/db/types.js';
import { changeRecord, freshRecord, MARK } from './fresh-record.js';
import type { SuiteDatabase } from './suite-database.js';

const WITH: NewRun = { keptData: 'all', body: Buffer.from([0, 39, 255, 63, 0]), keep: 2 };
const WITHOUT: NewRun = { ...WITH, keptData: 'none' };

/** Introspections that are over. */
export function historySuite({ db, microseconds }: SuiteDatabase): void {
  const list = (uuid: string, page: Partial<RunPage> = {}): Promise<StoredRun[]> =>
    db().history.list(uuid, { limit: 100, ...page });
  const numbers = async (uuid: string, page: Partial<RunPage> = {}): Promise<number[]> =>
    (await list(uuid, page)).map(({ number }) => number);

  /** A node, and what ends its introspection again and again. */
  async function node(): Promise<{ uuid: string; end(run: NewRun): Promise<void> }> {
    const fresh = freshRecord({ event: 'start' });
    await db().records.replace(fresh, undefined);
    let state: 'starting' | 'error' = 'starting';
    return {
      uuid: fresh.uuid,
      async end(run) {
        const finishedAt = fresh.startedAt;
        await changeRecord(db(), fresh.uuid, state, { state: 'error', error: 'broken 📡', finishedAt, run });
        state = 'error';
      },
    };
  }

  describe('the history', () => {
    it('keeps an introspection with the change that ends it', async () => {
      const { uuid, end } = await node();
      expect(await list(uuid)).to.deep.equal([]);
      await end(WITH);
      const [run, ...others] = await list(uuid);
      expect(others).to.deep.equal([]);
      expect(run).to.include({
        number: 1,
        introspection: MARK.introspection,
        state: 'error',
        error: 'broken 📡',
      });
      expect(run?.startedAt)
        .to.equal(run?.finishedAt)
        .and.match(microseconds ? /\.\d{6}$/ : /:\d\d$/);
      expect(await db().history.get(uuid, 1)).to.deep.equal({ ...run, body: WITH.body });
      expect(await db().history.get(uuid, 2)).to.equal(undefined);
    });

    it('says how it began and who asked, as the event of its beginning does', async () => {
      const fresh = freshRecord({ event: 'enroll', state: 'enrolling' });
      await db().records.replace(fresh, undefined);
      const change = { state: 'error', run: WITH } as const;
      await changeRecord(db(), fresh.uuid, 'enrolling', change, {
        mark: { ...MARK, introspection: fresh.introspection },
      });
      expect((await list(fresh.uuid))[0]).to.include({ began: 'enroll', introspection: fresh.introspection });
      const again = { ...MARK, introspection: fresh.introspection, event: 'reapply' };
      await changeRecord(db(), fresh.uuid, 'error', { state: 'reapplying' }, { mark: again });
      await changeRecord(
        db(),
        fresh.uuid,
        'reapplying',
        { state: 'finished', run: WITH },
        { mark: { ...again, event: 'finish' } },
      );
      expect((await list(fresh.uuid))[0]).to.include({ began: 'reapply', number: 2 });
    });

    it('does not know how one began whose events are gone', async () => {
      const { uuid, end } = await node();
      await end(WITH);
      expect((await list(uuid))[0]).to.deep.include({ began: null, origin: {} });
    });

    it('keeps the newest with data and as many without, and uses no number twice', async () => {
      const { uuid, end } = await node();
      for (const run of [WITH, WITH, WITH, WITHOUT, WITHOUT, WITHOUT, WITHOUT]) await end(run);
      expect(await numbers(uuid)).to.deep.equal([7, 6, 3, 2]);
      expect(await numbers(uuid, { withData: true })).to.deep.equal([3, 2]);
      expect(await numbers(uuid, { below: 6, limit: 1 })).to.deep.equal([3]);
      await end({ ...WITHOUT, keep: 1 });
      expect(await numbers(uuid)).to.deep.equal([8, 3, 2]);
    });

    it('tells nodes apart', async () => {
      const [one, two] = [await node(), await node()];
      await one.end(WITH);
      await one.end(WITH);
      await two.end(WITHOUT);
      expect(await numbers(two.uuid)).to.deep.equal([1]);
      expect(await numbers(one.uuid)).to.deep.equal([2, 1]);
    });

    it('stays when an introspection begins anew, and goes with the record', async () => {
      const { uuid, end } = await node();
      await end(WITH);
      await db().records.replace(freshRecord({ uuid }), 'error');
      expect(await numbers(uuid)).to.deep.equal([1]);
      await db().records.delete(uuid, MARK.fence);
      expect(await numbers(uuid)).to.deep.equal([]);
    });

    it('is not written where the change is refused', async () => {
      const { uuid } = await node();
      const late = changeRecord(db(), uuid, 'waiting', { state: 'error', run: WITH });
      await late.then(
        () => expect.fail('the change was made'),
        () => undefined,
      );
      expect(await list(uuid)).to.deep.equal([]);
    });
  });
}
