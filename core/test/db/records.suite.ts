import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { now } from '../../src/db/timestamp.js';
import { changeRecord, freshRecord } from './fresh-record.js';
import { rejection } from '../../../test/mocha/rejection.js';
import type { SuiteDatabase } from './suite-database.js';

/** Writing records. */
export function recordsSuite({ db, microseconds }: SuiteDatabase): void {
  describe('writing records', () => {
    const cut = (time: string): string => (microseconds ? time : time.slice(0, 19));

    it('shows a started introspection as it was written', async () => {
      const startedAt = '2031-02-03T04:05:06.789012';
      const fresh = freshRecord({ startedAt, manageBoot: false });
      const written = await db().records.replace(fresh, undefined);
      expect(written).to.deep.equal({
        uuid: fresh.uuid,
        name: null,
        state: 'starting',
        startedAt: cut(startedAt),
        finishedAt: null,
        error: null,
        manageBoot: false,
        introspection: fresh.introspection,
        fence: fresh.fence,
      });
      expect(await db().records.get(fresh.uuid)).to.deep.equal(written);
    });

    it('shows a time without fraction in its short form', async () => {
      const fresh = freshRecord({ startedAt: '2031-02-03T04:05:06' });
      await db().records.replace(fresh, undefined);
      expect((await db().records.get(fresh.uuid))?.startedAt).to.equal('2031-02-03T04:05:06');
    });

    it('keeps the zeros inside a fraction', async () => {
      const startedAt = '2031-02-03T04:05:06.000120';
      const fresh = freshRecord({ startedAt });
      await db().records.replace(fresh, undefined);
      expect((await db().records.get(fresh.uuid))?.startedAt).to.equal(cut(startedAt));
    });

    it('has no record of a node nobody introspected', async () => {
      expect(await db().records.get(randomUUID())).to.equal(undefined);
    });

    it('leaves nothing of the introspection before when a node is started again', async () => {
      const first = freshRecord({ attributes: [{ name: 'mac', value: '11:11:11:11:11:11' }] });
      await db().records.replace(first, undefined);
      await db().records.setOption(first.uuid, 'colour', 'red', 0);
      await db().introspectionData.save(first.uuid, '{}', true);
      const hookResults = [{ hook: 'scheduler', outcome: 'ok', milliseconds: 1, message: null }] as const;
      const end = { state: 'error', error: 'no disk', finishedAt: now(), hookResults } as const;
      await changeRecord(db(), first.uuid, 'starting', end);

      const attributes = [{ name: 'mac', value: '22:22:22:22:22:22' }];
      const again = await db().records.replace({ ...first, startedAt: now(), attributes }, 'error');

      expect(again).to.include({ state: 'starting', error: null, finishedAt: null });
      expect(await db().records.attributes(first.uuid)).to.deep.equal(attributes);
      expect((await db().records.options(first.uuid)).size).to.equal(0);
      expect(await db().introspectionData.get(first.uuid, true)).to.equal(undefined);
      expect(await db().hookResults.list(first.uuid)).to.deep.equal([]);
    });

    it('refuses a start when the record is not as it was, and changes nothing', async () => {
      const fresh = freshRecord({ attributes: [{ name: 'mac', value: '11:11:11:11:11:11' }] });
      await db().records.replace(fresh, undefined);
      const other = { ...fresh, attributes: [] };
      expect((await rejection(db().records.replace(other, undefined))).code).to.equal('INSP_STATE_RACE');
      expect((await rejection(db().records.replace(other, 'waiting'))).code).to.equal('INSP_STATE_RACE');
      expect(await db().records.attributes(fresh.uuid)).to.deep.equal(fresh.attributes);
    });

    it('lets one of many simultaneous starts win', async () => {
      const fresh = freshRecord({ attributes: [{ name: 'mac', value: '11:11:11:11:11:11' }] });
      const starts = Array.from({ length: 10 }, () =>
        db().records.replace({ ...fresh, startedAt: now() }, undefined),
      );
      const results = await Promise.allSettled(starts);
      const lost = results.filter((result) => result.status === 'rejected');
      expect(lost).to.have.length(9);
      for (const { reason } of lost) expect(reason).to.have.property('code', 'INSP_STATE_RACE');
      expect(await db().records.attributes(fresh.uuid)).to.have.length(1);
    });

    it('ends an introspection with state, error and time at once', async () => {
      const fresh = freshRecord();
      await db().records.replace(fresh, undefined);
      const finishedAt = '2031-02-03T04:05:07.000001';
      const ended = await changeRecord(db(), fresh.uuid, 'starting', {
        state: 'error',
        error: 'kaputt 💥',
        finishedAt,
      });
      expect(ended).to.include({ state: 'error', error: 'kaputt 💥', finishedAt: cut(finishedAt) });
      expect(await db().records.get(fresh.uuid)).to.deep.equal(ended);
    });

    it('takes an error text of a megabyte', async () => {
      const fresh = freshRecord();
      await db().records.replace(fresh, undefined);
      const error = 'é'.repeat(500_000);
      await changeRecord(db(), fresh.uuid, 'starting', { state: 'error', error });
      expect((await db().records.get(fresh.uuid))?.error).to.have.length(500_000);
    });

    it('takes an error text of any characters', async () => {
      const fresh = freshRecord();
      await db().records.replace(fresh, undefined);
      const error = 'é 𝄞 zero \0 half \ud800 end';
      await changeRecord(db(), fresh.uuid, 'starting', { state: 'error', error });
      const record = await db().records.get(fresh.uuid);
      expect(record).to.include({ state: 'error' });
      expect(record?.error).to.match(/^é 𝄞 zero /);
    });

    it('clears error and end when a record is taken up again', async () => {
      const fresh = freshRecord();
      await db().records.replace(fresh, undefined);
      await changeRecord(db(), fresh.uuid, 'starting', { state: 'error', error: 'x', finishedAt: now() });
      const change = { state: 'reapplying', startedAt: now(), error: null, finishedAt: null } as const;
      const taken = await changeRecord(db(), fresh.uuid, 'error', change);
      expect(taken).to.include({ error: null, finishedAt: null, startedAt: cut(change.startedAt) });
    });

    it('accepts a change that changes nothing', async () => {
      const fresh = freshRecord({ state: 'waiting' });
      await db().records.replace(fresh, undefined);
      expect((await changeRecord(db(), fresh.uuid, 'waiting', { state: 'waiting' })).state).to.equal(
        'waiting',
      );
      const forgotten = changeRecord(db(), fresh.uuid, 'waiting', { state: 'waiting' }, { forget: true });
      expect((await forgotten).state).to.equal('waiting');
    });

    it('refuses a change of a record in another state, and changes nothing', async () => {
      const fresh = freshRecord({ attributes: [{ name: 'mac', value: '11:11:11:11:11:11' }] });
      await db().records.replace(fresh, undefined);
      const wrong = changeRecord(db(), fresh.uuid, 'waiting', { state: 'processing' }, { forget: true });
      const error = await rejection(wrong);
      expect(error).to.include({
        code: 'INSP_STATE_RACE',
        status: 500,
        message: 'Node state mismatch detected between the DB and the cached node_info object',
      });
      expect((await db().records.get(fresh.uuid))?.state).to.equal('starting');
      expect(await db().records.attributes(fresh.uuid)).to.have.length(1);
    });

    it('refuses a change of a record that is gone', async () => {
      const gone = changeRecord(db(), randomUUID(), 'waiting', { state: 'processing' });
      expect((await rejection(gone)).code).to.equal('INSP_STATE_RACE');
    });

    it('lets one of many simultaneous changes win', async () => {
      const fresh = freshRecord({ state: 'waiting' });
      await db().records.replace(fresh, undefined);
      const changes = Array.from({ length: 10 }, () =>
        changeRecord(db(), fresh.uuid, 'waiting', { state: 'processing' }),
      );
      const won = (await Promise.allSettled(changes)).filter(({ status }) => status === 'fulfilled');
      expect(won).to.have.length(1);
    });

    it('forgets attributes and options, and keeps data, when told so', async () => {
      const fresh = freshRecord({ attributes: [{ name: 'mac', value: '11:11:11:11:11:11' }] });
      await db().records.replace(fresh, undefined);
      await db().records.setOption(fresh.uuid, 'colour', 'red', 0);
      await db().introspectionData.save(fresh.uuid, '{}', true);
      await changeRecord(db(), fresh.uuid, 'starting', { state: 'finished' }, { forget: true });
      expect(await db().records.attributes(fresh.uuid)).to.deep.equal([]);
      expect((await db().records.options(fresh.uuid)).size).to.equal(0);
      expect(await db().introspectionData.get(fresh.uuid, true)).to.equal('{}');
    });

    it('deletes a record with all that belongs to it', async () => {
      const fresh = freshRecord({ attributes: [{ name: 'mac', value: '11:11:11:11:11:11' }] });
      await db().records.replace(fresh, undefined);
      await db().records.setOption(fresh.uuid, 'colour', 'red', 0);
      await db().introspectionData.save(fresh.uuid, '{}', false);
      expect(await db().records.delete(fresh.uuid, 0)).to.equal(true);
      expect(await db().records.get(fresh.uuid)).to.equal(undefined);
      expect(await db().records.findByAttributes(fresh.attributes)).to.deep.equal([]);
      expect(await db().records.delete(fresh.uuid, 0)).to.equal(false);
    });
  });
}
