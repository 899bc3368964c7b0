import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { SuiteDatabase } from './suite-database.js';

/** Where followers of events are. */
export function followersSuite({ db }: SuiteDatabase): void {
  const WELL = { givenUp: 0, trouble: null, troubleSince: null };

  describe('followers of events', () => {
    it('begin where they say, and go on where they were', async () => {
      const { followers } = db();
      const name = `hook/${randomUUID()}`;
      expect(await followers.begin(name, 7)).to.deep.equal({ position: 7, ...WELL });
      expect(await followers.note(name, 7, { position: 9, ...WELL, givenUp: 2 })).to.equal(true);
      expect(await followers.begin(name, 100)).to.deep.equal({ position: 9, ...WELL, givenUp: 2 });
    });

    it('begin once, however many processes begin at the same time', async () => {
      const { followers } = db();
      const name = `hook/${randomUUID()}`;
      const places = await Promise.all([3, 4, 5].map((position) => followers.begin(name, position)));
      expect(new Set(places.map(({ position }) => position)).size).to.equal(1);
    });

    it('do not move one that another process has moved', async () => {
      const { followers } = db();
      const name = `hook/${randomUUID()}`;
      await followers.begin(name, 1);
      await followers.note(name, 1, { position: 5, ...WELL });
      expect(await followers.note(name, 1, { position: 2, ...WELL })).to.equal(false);
      expect((await followers.begin(name, 0)).position).to.equal(5);
    });

    it('say what is wrong and since when, whatever characters it has', async () => {
      const { followers } = db();
      const name = `hook/${randomUUID()}`;
      await followers.begin(name, 1);
      const trouble = { trouble: 'unreachable ☎ 🖧', troubleSince: '2031-02-03T04:05:06.789012' };
      await followers.note(name, 1, { position: 1, givenUp: 0, ...trouble });
      const [found] = (await followers.list()).filter((one) => one.name === name);
      expect(found).to.deep.equal({ name, position: 1, givenUp: 0, ...trouble });
      await followers.note(name, 1, { position: 1, ...WELL });
      expect(await followers.begin(name, 0)).to.deep.equal({ position: 1, ...WELL });
    });
  });
}
