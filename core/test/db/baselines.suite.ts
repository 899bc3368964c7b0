import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { now } from '../../src/db/timestamp.js';
import type { BaselineScope, StoredBaselineWithBody } from '../../src/db/types.js';
import { hardwareSummary } from '../../src/history/summary.js';
import { machine } from '../difference/machine.js';
import { freshRecord, MARK } from './fresh-record.js';
import type { SuiteDatabase } from './suite-database.js';

/** Hardware that nodes should have. */
export function baselinesSuite({ db }: SuiteDatabase): void {
  const summary = hardwareSummary(machine());
  if (summary === undefined) throw new Error('the machine has no parts');
  const baseline = (scope: BaselineScope, body = 'parts'): StoredBaselineWithBody => ({
    ...{ scope, source: { uuid: randomUUID(), number: 3 }, setAt: now() },
    ...{ author: 'Zoë', summary, body: Buffer.from([0, 255, ...Buffer.from(body)]) },
  });
  const ofClass = (name: string): BaselineScope => ({ kind: 'class', name });
  const gold = (): Promise<string> => Promise.resolve('gold');
  const ofNode = (uuid: string): BaselineScope => ({ kind: 'node', uuid });

  describe('baselines', () => {
    it('are kept for nodes and classes, the last one that was set', async () => {
      const one = baseline(ofClass('Gold 📡'));
      await db().baselines.set(baseline(ofClass('Gold 📡'), 'older'));
      await db().baselines.set(one);
      await db().baselines.set(baseline(ofClass('gold 📡')));
      const { body: _, ...listed } = one;
      const found = await db().baselines.list();
      expect(found).to.have.length(2);
      expect(found).to.deep.include(listed);
      expect(await db().baselines.get(one.scope)).to.deep.equal(one);
      expect(await db().baselines.get(ofClass('silver'))).to.equal(undefined);
    });

    it('hold for a node: its own, else that of its class', async () => {
      const uuid = randomUUID();
      expect(await db().baselines.applying(uuid, gold)).to.equal(undefined);
      const [own, shared] = [baseline(ofNode(uuid)), baseline(ofClass('gold'))];
      await db().baselines.set(shared);
      expect(await db().baselines.applying(uuid, gold)).to.deep.equal(shared);
      expect(await db().baselines.applying(uuid, () => Promise.resolve(null))).to.equal(undefined);
      await db().baselines.set(own);
      expect(await db().baselines.applying(uuid, gold)).to.deep.equal(own);
      expect(await db().baselines.clear(own.scope)).to.equal(true);
      expect(await db().baselines.clear(own.scope)).to.equal(false);
      expect(await db().baselines.applying(uuid, gold)).to.deep.equal(shared);
    });

    it('of a node go with it', async () => {
      const { uuid } = freshRecord();
      await db().records.replace(freshRecord({ uuid }), undefined);
      await db().baselines.set(baseline(ofNode(uuid)));
      await db().records.delete(uuid, MARK.fence);
      expect(await db().baselines.list()).to.deep.equal([]);
    });
  });
}
