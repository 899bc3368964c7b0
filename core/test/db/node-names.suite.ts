import { expect } from 'chai';
import { now } from '../../src/db/timestamp.js';
import { changeRecord, freshRecord } from './fresh-record.js';
import type { SuiteDatabase } from './suite-database.js';

/** Names of nodes, which are kept for times in which nobody can be asked for them. */
export function nodeNamesSuite({ db }: Pick<SuiteDatabase, 'db'>): void {
  describe('names of nodes', () => {
    const nameOf = async (uuid: string) => (await db().records.get(uuid))?.name;

    it('are kept with the introspection that saw them', async () => {
      const fresh = freshRecord({ name: 'rack3-07' });
      expect(await db().records.replace(fresh, undefined)).to.include({ name: 'rack3-07' });
      expect(await nameOf(fresh.uuid)).to.equal('rack3-07');
      await changeRecord(db(), fresh.uuid, 'starting', { state: 'waiting' });
      expect(await nameOf(fresh.uuid)).to.equal('rack3-07');
      await changeRecord(db(), fresh.uuid, 'waiting', { state: 'processing', name: 'rack3-08' });
      expect(await nameOf(fresh.uuid)).to.equal('rack3-08');
      await db().records.replace({ ...fresh, name: null, startedAt: now() }, 'processing');
      expect(await nameOf(fresh.uuid)).to.equal(null);
    });

    it('are found as they are spelled', async () => {
      const [one, other] = [freshRecord({ name: 'rack3-07' }), freshRecord({ name: 'Rack3-07' })];
      for (const record of [one, other]) await db().records.replace(record, undefined);
      expect(await db().records.named('rack3-07')).to.deep.equal([one.uuid]);
      expect(await db().records.named('rack3-0')).to.deep.equal([]);
      const both = new Map([
        [one.uuid, 'rack3-07'],
        [other.uuid, 'Rack3-07'],
      ]);
      expect(await db().records.names()).to.deep.equal(both);
    });

    it('change without a change of the introspection', async () => {
      const [one, other] = [freshRecord({ name: 'a', fence: 7 }), freshRecord({ name: 'b' })];
      for (const record of [one, other]) await db().records.replace(record, undefined);
      const before = await db().records.get(one.uuid);
      await db().records.rename(
        new Map([
          [one.uuid, 'ж-𝄞'],
          [other.uuid, null],
        ]),
      );
      expect(await db().records.get(one.uuid)).to.deep.equal({ ...before, name: 'ж-𝄞' });
      expect(await nameOf(other.uuid)).to.equal(null);
      expect(await db().records.named('ж-𝄞')).to.deep.equal([one.uuid]);
    });

    it('that are longer than any in Ironic are not kept', async () => {
      const [long, longest] = [
        freshRecord({ name: 'x'.repeat(256) }),
        freshRecord({ name: 'x'.repeat(255) }),
      ];
      for (const record of [long, longest]) await db().records.replace(record, undefined);
      expect(await nameOf(long.uuid)).to.equal(null);
      expect(await nameOf(longest.uuid)).to.have.length(255);
    });
  });
}
