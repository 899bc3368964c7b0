import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { secondsAgo } from '../../src/db/timestamp.js';
import type { SuiteDatabase } from './suite-database.js';

/** Posts that were processed lately. */
export function recentPostsSuite({ db }: SuiteDatabase): void {
  describe('posts that were processed', () => {
    const post = () => ({
      digest: randomUUID(),
      uuid: randomUUID(),
      introspection: randomUUID(),
      failure: null,
    });

    it('are found by their digest, for the node they were for last', async () => {
      const [first, other] = [post(), post()];
      await db().recentPosts.add(first);
      expect(await db().recentPosts.find(first.digest, secondsAgo(60))).to.deep.equal({
        uuid: first.uuid,
        failure: null,
      });
      expect(await db().recentPosts.find(other.digest, secondsAgo(60))).to.equal(undefined);
      await db().recentPosts.add({ ...other, digest: first.digest, failure: 'no disk' });
      expect(await db().recentPosts.find(first.digest, secondsAgo(60))).to.deep.equal({
        uuid: other.uuid,
        failure: 'no disk',
      });
      expect(await db().recentPosts.isAccepted(other.uuid, other.introspection)).to.equal(false);
    });

    it('are known by node and introspection, until they are forgotten', async () => {
      const { recentPosts } = db();
      const one = post();
      await recentPosts.add(one);
      expect(await recentPosts.isAccepted(one.uuid, one.introspection)).to.equal(true);
      expect(await recentPosts.isAccepted(one.uuid, randomUUID())).to.equal(false);
      await recentPosts.forget(one.uuid);
      expect(await recentPosts.isAccepted(one.uuid, one.introspection)).to.equal(false);
    });

    it('are not found, and pruned, when they are older than asked for', async () => {
      const { recentPosts } = db();
      const one = post();
      await recentPosts.add(one);
      await recentPosts.prune(secondsAgo(60));
      expect(await recentPosts.isAccepted(one.uuid, one.introspection)).to.equal(true);
      expect(await recentPosts.find(one.digest, secondsAgo(-60))).to.equal(undefined);
      await recentPosts.prune(secondsAgo(-60));
      expect(await recentPosts.isAccepted(one.uuid, one.introspection)).to.equal(false);
    });
  });
}
