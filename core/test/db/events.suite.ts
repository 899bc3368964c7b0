import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { EventSelection, NewEvent, StoredEvent } from '../../src/db/types.js';
import { now } from '../../src/db/timestamp.js';
import { changeRecord, freshRecord, MARK } from './fresh-record.js';
import { rejection } from '../../../test/mocha/rejection.js';
import type { SuiteDatabase } from './suite-database.js';

const event = (changes: Partial<NewEvent> = {}): NewEvent => ({
  node: null,
  introspection: null,
  type: 'test',
  body: {},
  ...changes,
});

/** Events, and the fences that come with the changes they tell of. */
export function eventsSuite({ db }: SuiteDatabase): void {
  const events = async (node: string): Promise<StoredEvent[]> =>
    db().events.after(0, { limit: 100, nodes: [node] });
  const told = async (node: string) => (await events(node)).map(({ type, body }) => [type, body]);

  describe('events', () => {
    it('tell of every change of a record, in order, with the id of its introspection', async () => {
      const fresh = freshRecord();
      const { uuid } = fresh;
      await db().records.replace(fresh, undefined);
      const mark = { ...MARK, introspection: fresh.introspection, event: 'wait' };
      await changeRecord(db(), uuid, 'starting', { state: 'waiting' }, { mark });
      const hookResults = [
        { hook: 'one', outcome: 'failed', milliseconds: 1.5, message: 'no disk' },
      ] as const;
      const end = { state: 'error', error: 'no disk', finishedAt: now(), hookResults } as const;
      await changeRecord(db(), uuid, 'waiting', end, { mark: { ...mark, event: 'error' } });
      await db().records.delete(uuid, 0);

      expect(await told(uuid)).to.deep.equal([
        [
          'introspection.starting',
          { event: 'test', from: null, to: 'starting', fence: 0, manage_boot: true },
        ],
        ['introspection.waiting', { event: 'wait', from: 'starting', to: 'waiting', fence: 0 }],
        ['introspection.hooks', { results: hookResults }],
        ['introspection.error', { event: 'error', from: 'waiting', to: 'error', fence: 0, error: 'no disk' }],
        ['introspection.deleted', { from: 'error' }],
      ]);
      const all = await events(uuid);
      expect(new Set(all.map(({ introspection }) => introspection))).to.deep.equal(
        new Set([fresh.introspection]),
      );
      expect(all.map(({ id }) => id)).to.deep.equal(
        all.map(({ id }) => id).sort((left, right) => left - right),
      );
      expect(all[0]?.time).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?$/);
    });

    it('tell of no change that was refused', async () => {
      const fresh = freshRecord();
      await db().records.replace(fresh, undefined);
      await rejection(changeRecord(db(), fresh.uuid, 'waiting', { state: 'processing' }));
      await rejection(db().records.replace(fresh, 'waiting'));
      expect(await events(fresh.uuid)).to.have.length(1);
    });

    it('are read after an id, as many as are asked for', async () => {
      const node = randomUUID();
      for (const type of ['a', 'b', 'c']) await db().events.add(event({ node, type, body: { text: '📡' } }));
      const [first, second] = await db().events.after(0, { limit: 2, nodes: [node] });
      expect([first?.type, second?.type, second?.body]).to.deep.equal(['a', 'b', { text: '📡' }]);
      const rest = await db().events.after(second?.id ?? 0, { limit: 10 });
      expect(rest.map(({ type }) => type)).to.deep.equal(['c']);
      expect((await db().events.range()).newest).to.equal(rest[0]?.id);
    });

    it('are selected by nodes and by types, a type standing for those that begin with it and a dot', async () => {
      const [one, two] = [randomUUID(), randomUUID()];
      for (const type of ['a', 'a.b', 'a-b', 'ab', 'c_d', 'cxd'])
        await db().events.add(event({ node: one, type }));
      await db().events.add(event({ node: two, type: 'a.c' }));
      await db().events.add(event({ type: 'a' }));
      const types = async (selection: EventSelection) =>
        (await db().events.after(0, { limit: 10, ...selection })).map(({ type }) => type);
      const nodes = [one, two];
      expect(await types({ nodes, types: ['a'] })).to.deep.equal(['a', 'a.b', 'a.c']);
      expect(await types({ nodes: [one], types: ['a.b', 'ab'] })).to.deep.equal(['a.b', 'ab']);
      expect(await types({ nodes, types: ['c_d'] })).to.deep.equal(['c_d']);
      expect(await types({ nodes, types: [] })).to.deep.equal([]);
      expect(await types({ nodes: [] })).to.deep.equal([]);
    });

    it('are read from the end, the oldest of them first, with the present names of their nodes', async () => {
      const fresh = freshRecord({ name: 'rack-7' });
      await db().records.replace(fresh, undefined);
      await db().events.add(event({ type: 'last' }));
      const [before, last] = await db().events.newest({ limit: 2 });
      expect([before?.type, before?.name]).to.deep.equal(['introspection.starting', 'rack-7']);
      expect([last?.type, last?.name]).to.deep.equal(['last', null]);
      const [own] = await db().events.newest({ limit: 2, nodes: [fresh.uuid] });
      expect(own?.id).to.equal(before?.id);
    });

    it('keep a reader that follows their ids from missing or seeing twice any of many at once', async () => {
      const nodes = Array.from({ length: 8 }, () => randomUUID());
      const before = (await db().events.range()).newest;
      let done = false;
      const seen: number[] = [];
      const follow = async (): Promise<void> => {
        for (let last = before; ;) {
          const complete = done;
          const page = await db().events.after(last, { limit: 7 });
          seen.push(...page.map(({ id }) => id));
          last = page.at(-1)?.id ?? last;
          if (complete && page.length === 0) return;
        }
      };
      const following = follow();
      await Promise.all(
        nodes.map(async (uuid) => {
          await db().records.replace(freshRecord({ uuid }), undefined);
          await changeRecord(db(), uuid, 'starting', { state: 'waiting' });
          await changeRecord(db(), uuid, 'waiting', { state: 'error', hookResults: [] });
        }),
      );
      done = true;
      await following;
      expect(seen).to.deep.equal(Array.from({ length: nodes.length * 4 }, (_, index) => before + 1 + index));
    });

    it('are cut to 4 KiB and say so', async () => {
      const node = randomUUID();
      const results = Array.from({ length: 300 }, (_, index) => ({
        hook: `hook${index}`,
        message: 'é'.repeat(3000),
      }));
      await db().events.add(event({ node, body: { results } }));
      const [{ body } = event()] = await events(node);
      expect(Buffer.byteLength(JSON.stringify(body))).to.be.at.most(4096);
      expect(body).to.include({ cut: true });
      expect(body['results']).to.be.an('array').that.is.not.empty;
    });

    it('are deleted beyond a number, the newest stay', async () => {
      for (let count = 0; count < 20; count++) await db().events.add(event());
      const { newest } = await db().events.range();
      await db().events.prune({ keep: 5, before: null });
      expect(await db().events.range()).to.deep.equal({ oldest: newest - 4, newest });
      expect(await db().events.prune({ keep: 5, before: null })).to.equal(0);
    });

    it('are deleted before a time, and one always stays so that ids go on growing', async () => {
      for (let count = 0; count < 3; count++) await db().events.add(event());
      const { newest } = await db().events.range();
      expect(await db().events.prune({ keep: 0, before: '2001-01-01T00:00:00' })).to.equal(0);
      await db().events.prune({ keep: 0, before: '2999-01-01T00:00:00' });
      expect(await db().events.range()).to.deep.equal({ oldest: newest, newest });
      await db().events.add(event());
      expect((await db().events.range()).newest).to.equal(newest + 1);
    });

    it('are all kept where nothing limits them', async () => {
      for (let count = 0; count < 3; count++) await db().events.add(event());
      expect(await db().events.prune({ keep: 0, before: null })).to.equal(0);
    });
  });

  describe('fences', () => {
    it('show that a record is another introspection than the one that was read, though its state is the same', async () => {
      const fresh = freshRecord({ state: 'waiting', fence: 5 });
      const read = await db().records.replace(fresh, undefined);
      const other = { ...fresh, introspection: randomUUID(), fence: 6, startedAt: now() };
      await db().records.replace(other, 'waiting');
      const late = db().records.change(read, { state: 'processing' }, { ...MARK, fence: 7 });
      expect((await rejection(late)).code).to.equal('INSP_STATE_RACE');
      expect(await db().records.get(fresh.uuid)).to.include({
        state: 'waiting',
        introspection: other.introspection,
      });
    });

    it('keep an earlier holder from writing anything, and let the present one go on', async () => {
      const fresh = freshRecord({ fence: 7 });
      const { uuid } = fresh;
      const attributes = [{ name: 'mac', value: '11:11:11:11:11:11' }];
      await db().records.replace(fresh, undefined);
      const before = await db().records.get(uuid);
      const early = { ...MARK, fence: 6 };
      for (const write of [
        () => changeRecord(db(), uuid, 'starting', { state: 'waiting' }, { mark: early }),
        () => db().records.replace({ ...fresh, fence: 6 }, 'starting'),
        () => db().records.addAttributes(uuid, attributes, 6),
        () => db().records.setOption(uuid, 'colour', 'red', 6),
        () => db().records.delete(uuid, 6),
      ]) {
        expect((await rejection(write())).code).to.equal('INSP_LEASE_LOST');
      }
      expect(await db().records.get(uuid)).to.deep.equal(before);
      expect(await db().records.attributes(uuid)).to.deep.equal([]);
      expect((await db().records.options(uuid)).size).to.equal(0);
      expect(await events(uuid)).to.have.length(1);

      await db().records.addAttributes(uuid, attributes, 7);
      await db().records.setOption(uuid, 'colour', 'red', 8);
      await changeRecord(db(), uuid, 'starting', { state: 'waiting' }, { mark: { ...MARK, fence: 7 } });
      await changeRecord(db(), uuid, 'waiting', { state: 'error' }, { mark: { ...MARK, fence: 9 } });
      expect((await db().records.get(uuid))?.fence).to.equal(9);
    });

    it('begin above all that were ever there, with each start of a process that is alone', async () => {
      const first = await db().fences.begin(undefined);
      const fence = first + 5;
      await db().records.replace(freshRecord({ fence }), undefined);
      const second = await db().fences.begin(undefined);
      expect(second).to.be.greaterThan(fence);
      expect(await db().fences.begin(undefined)).to.be.greaterThan(second);
    });

    it('begin at the same number for all who share a realm, and above it for the next realm', async () => {
      const [one, two] = await Promise.all([db().fences.begin('etcd:a'), db().fences.begin('etcd:a')]);
      expect(two).to.equal(one);
      const other = await db().fences.begin('etcd:b');
      expect(other).to.be.greaterThan(one);
      expect(await db().fences.begin('etcd:a')).to.be.greaterThan(other);
      const alone = await db().fences.begin(undefined);
      expect(await db().fences.begin('etcd:a')).to.be.greaterThan(alone);
    });
  });
}
