import { expect } from 'chai';
import type { HookResult } from '../../src/db/types.js';
import { changeRecord, freshRecord } from './fresh-record.js';
import type { SuiteDatabase } from './suite-database.js';

/** Results of hooks. */
export function hookResultsSuite({ db }: SuiteDatabase): void {
  describe('results of hooks', () => {
    const results: HookResult[] = [
      { hook: 'scheduler', outcome: 'ok', milliseconds: 12.25, message: null },
      { hook: 'lldp_basic', outcome: 'degraded', milliseconds: 0, message: 'no LLDP 📡' },
    ];

    it('shows those of the latest introspection', async () => {
      const fresh = freshRecord();
      await db().records.replace(fresh, undefined);
      expect(await db().hookResults.list(fresh.uuid)).to.deep.equal([]);
      await changeRecord(db(), fresh.uuid, 'starting', { state: 'error', hookResults: [] });
      await changeRecord(db(), fresh.uuid, 'error', { state: 'error', hookResults: results });
      expect(await db().hookResults.list(fresh.uuid)).to.deep.equal(results);
    });

    it('stay when the state changes without any', async () => {
      const fresh = freshRecord();
      await db().records.replace(fresh, undefined);
      await changeRecord(db(), fresh.uuid, 'starting', { state: 'finished', hookResults: results });
      await changeRecord(db(), fresh.uuid, 'finished', { state: 'reapplying' });
      expect(await db().hookResults.list(fresh.uuid)).to.deep.equal(results);
    });
  });
}
