import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { HookResult } from '../../src/db/types.js';
import { freshRecord } from './fresh-record.js';
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
      await db().hookResults.save(fresh.uuid, []);
      await db().hookResults.save(fresh.uuid, results);
      expect(await db().hookResults.list(fresh.uuid)).to.deep.equal(results);
    });

    it('leaves none behind for a node without a record', async () => {
      const uuid = randomUUID();
      await db().hookResults.save(uuid, results);
      expect(await db().hookResults.list(uuid)).to.deep.equal([]);
    });
  });
}
