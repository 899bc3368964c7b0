import { expect } from 'chai';
import { now } from '../../src/db/timestamp.js';
import type { NewUnmatchedPosts } from '../../src/db/types.js';
import { freshRecord } from './fresh-record.js';
import type { SuiteDatabase } from './suite-database.js';

const QUOTA = { keep: 10, keepPerSource: 10 };

/** A post just now of the machine with a MAC address that ends so. */
function post(end: string, source = '192.0.2.1', reason = 'nobody'): NewUnmatchedPosts {
  const time = now();
  const machine = {
    ...{ address: source, macs: [`52:54:00:00:00:${end}`], bmcAddresses: ['192.0.2.9'] },
    ...{ reason, nearest: null },
  };
  return { machine, source, firstSeen: time, lastSeen: time, posts: 1 };
}

/** Posts that matched no node, and counts of records. */
export function unmatchedSuite({ db, microseconds }: SuiteDatabase): void {
  const listed = async () => (await db().unmatched.list(100)).flatMap(({ macs }) => macs);

  describe('posts that matched no node', () => {
    it('are kept, the newest first', async () => {
      const [first, second] = [post('01'), post('02')];
      await db().unmatched.add([first], QUOTA);
      await db().unmatched.add([second], QUOTA);
      const { machine, lastSeen } = second;
      expect(await db().unmatched.list(1)).to.deep.equal([
        { ...machine, firstSeen: lastSeen, lastSeen, posts: 1 },
      ]);
      expect(await listed()).to.deep.equal(['52:54:00:00:00:02', '52:54:00:00:00:01']);
    });

    it('of one machine are one entry that counts them and has the newest reason', async () => {
      const [first, second, third] = [post('01'), post('01', '192.0.2.1', 'late'), post('01')];
      await db().unmatched.add([first], QUOTA);
      await db().unmatched.add([{ ...third, posts: 4 }, second], QUOTA);
      const [entry, ...others] = await db().unmatched.list(100);
      expect(others).to.deep.equal([]);
      expect(entry).to.include({
        posts: 6,
        reason: 'late',
        firstSeen: first.firstSeen,
        lastSeen: second.lastSeen,
      });
    });

    it('are dropped beyond the quota, the oldest first', async () => {
      for (const end of ['01', '02', '03']) await db().unmatched.add([post(end)], { ...QUOTA, keep: 2 });
      expect(await listed()).to.deep.equal(['52:54:00:00:00:03', '52:54:00:00:00:02']);
    });

    it('of one sender do not push out those of others', async () => {
      await db().unmatched.add([post('01', '192.0.2.1')], QUOTA);
      const many = ['02', '03', '04', '05'].map((end) => post(end, '192.0.2.66'));
      await db().unmatched.add(many, { keep: 3, keepPerSource: 2 });
      expect(await listed()).to.deep.equal(['52:54:00:00:00:05', '52:54:00:00:00:04', '52:54:00:00:00:01']);
    });

    it('are compared with the MAC addresses of nodes that wait, and of no others', async () => {
      const mac = { name: 'mac', value: '52:54:00:00:00:01' };
      const bmc = { name: 'bmc_address', value: '192.0.2.5' };
      const waiting = freshRecord({ state: 'waiting', name: 'rack3-07', attributes: [mac, bmc] });
      const bare = freshRecord({ state: 'waiting', attributes: [bmc] });
      const starting = freshRecord({ attributes: [{ ...mac, value: '52:54:00:00:00:02' }] });
      for (const record of [waiting, bare, starting]) await db().records.replace(record, undefined);
      const found = await db().unmatched.waiting(10);
      expect(found).to.have.deep.members([
        { uuid: waiting.uuid, name: 'rack3-07', mac: mac.value },
        { uuid: bare.uuid, name: null, mac: null },
      ]);
      expect(await db().unmatched.waiting(1)).to.have.length(1);
    });
  });

  describe('the summary of all records', () => {
    it('counts them by state and has the oldest start of each', async () => {
      expect(await db().records.summary()).to.deep.equal([]);
      const [first, second] = [freshRecord({ state: 'waiting' }), freshRecord({ state: 'waiting' })];
      const third = freshRecord();
      for (const record of [second, first, third]) await db().records.replace(record, undefined);
      const time = (text: string) => (microseconds ? text : text.slice(0, 19));
      expect(await db().records.summary()).to.have.deep.members([
        { state: 'waiting', records: 2, oldestStart: time(first.startedAt) },
        { state: 'starting', records: 1, oldestStart: time(third.startedAt) },
      ]);
    });
  });
}
