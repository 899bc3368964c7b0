import { expect } from 'chai';
import { changeRecord, freshRecord, MARK } from './fresh-record.js';
import type { SuiteDatabase } from './suite-database.js';

/** Posts that wait for a service. */
export function keptPostsSuite({ db }: SuiteDatabase): void {
  describe('posts that are kept', () => {
    it('come with the change that makes a node wait again, one for each node, the latest last', async () => {
      const [first, second] = [freshRecord({ state: 'processing' }), freshRecord({ state: 'processing' })];
      for (const fresh of [first, second]) await db().records.replace(fresh, undefined);
      const text = '{"big": 18446744073709551616, "sign": "📡"}';
      const keep = (uuid: string, from: 'processing' | 'waiting', reason: string) =>
        changeRecord(db(), uuid, from, { state: 'waiting', keep: { text, reason } });
      await keep(first.uuid, 'processing', 'Ironic was away');
      await keep(second.uuid, 'processing', 'Swift was away');
      await keep(first.uuid, 'waiting', 'Ironic is still away');

      const posts = await db().keptPosts.list();
      const ours = posts.filter(({ uuid }) => [first.uuid, second.uuid].includes(uuid));
      expect(ours.map(({ uuid, reason }) => [uuid, reason])).to.deep.equal([
        [second.uuid, 'Swift was away'],
        [first.uuid, 'Ironic is still away'],
      ]);
      expect(ours[0]).to.have.property('introspection', MARK.introspection);
      expect(await db().keptPosts.text(first.uuid)).to.equal(text);
      expect((await db().records.get(first.uuid))?.state).to.equal('waiting');
      for (const post of ours) await db().keptPosts.delete(post);
    });

    it('are not deleted when a later one has taken their place', async () => {
      const fresh = freshRecord({ state: 'processing' });
      await db().records.replace(fresh, undefined);
      const keep = { text: '{}', reason: 'away' };
      await changeRecord(db(), fresh.uuid, 'processing', { state: 'waiting', keep });
      const [old] = (await db().keptPosts.list()).filter(({ uuid }) => uuid === fresh.uuid);
      await changeRecord(db(), fresh.uuid, 'waiting', {
        state: 'waiting',
        keep: { ...keep, text: '{"a": 1}' },
      });
      if (old !== undefined) await db().keptPosts.delete(old);
      expect(await db().keptPosts.text(fresh.uuid)).to.equal('{"a": 1}');
      for (const post of await db().keptPosts.list()) await db().keptPosts.delete(post);
      expect(await db().keptPosts.text(fresh.uuid)).to.equal(undefined);
    });
  });
}
