import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { now } from '../../src/db/timestamp.js';
import type { IntrospectionState } from '@inspector/plugin-api';
import { changeRecord, freshRecord } from './fresh-record.js';
import { rejection } from '../../../test/mocha/rejection.js';
import type { SuiteDatabase } from './suite-database.js';

/** Reading many records. */
export function recordListSuite({ db }: SuiteDatabase): void {
  describe('lists of records', () => {
    const at = async (startedAt: string, state: IntrospectionState = 'waiting', uuid = randomUUID()) => {
      await db().records.replace(freshRecord({ uuid, startedAt, state }), undefined);
      return uuid;
    };
    const uuids = async (page: Parameters<ReturnType<typeof db>['records']['list']>[0]) =>
      (await db().records.list(page)).map(({ uuid }) => uuid);

    it('has the newest first, and the greater UUID first among equals', async () => {
      const low = '00000000-0000-4000-8000-000000000001';
      const high = 'ffffffff-0000-4000-8000-000000000001';
      const oldest = await at('2031-01-01T00:00:00');
      await at('2031-01-01T00:00:01', 'waiting', low);
      await at('2031-01-01T00:00:01', 'waiting', high);
      const newest = await at('2031-01-01T00:00:02.5');
      expect(await uuids({ limit: 10 })).to.deep.equal([newest, high, low, oldest]);
    });

    it('pages through everything exactly once', async () => {
      for (let index = 0; index < 7; index += 1) await at(`2031-01-01T00:00:0${index >> 1}`);
      const all = await uuids({ limit: 100 });
      const paged: string[] = [];
      for (let page = await uuids({ limit: 2 }); page.length > 0;) {
        paged.push(...page);
        page = await uuids({ limit: 2, marker: page.at(-1) ?? '' });
      }
      expect(paged).to.deep.equal(all).and.to.have.length(7);
    });

    it('says that the marker has no record', async () => {
      const error = await rejection(db().records.list({ limit: 2, marker: randomUUID() }));
      expect(error).to.include({ code: 'INSP_NODE_NOT_CACHED', status: 404 });
    });

    it('shows only the states asked for, page after page', async () => {
      const waiting = [await at('2031-01-01T00:00:00'), await at('2031-01-01T00:00:02')];
      const failed = await at('2031-01-01T00:00:01', 'error');
      expect(await uuids({ limit: 5, states: ['error'] })).to.deep.equal([failed]);
      expect(await uuids({ limit: 5, states: ['error', 'waiting'] })).to.have.length(3);
      expect(await uuids({ limit: 5, states: ['waiting'], marker: failed })).to.deep.equal([waiting[0]]);
      expect(await uuids({ limit: 5, states: [] })).to.deep.equal([]);
    });

    it('knows whether anything is on introspection', async () => {
      expect(await db().records.anyActive()).to.equal(false);
      const uuid = await at(now());
      expect(await db().records.anyActive()).to.equal(true);
      await changeRecord(db(), uuid, 'waiting', { state: 'error', finishedAt: now() });
      expect(await db().records.anyActive()).to.equal(false);
    });

    it('finds what runs too long: unfinished records and reapplying ones', async () => {
      const old = await at('2031-01-01T00:00:01.5');
      const reapplying = await at('2031-01-01T00:00:00', 'reapplying');
      await changeRecord(db(), reapplying, 'reapplying', { state: 'reapplying', finishedAt: now() });
      const finished = await at('2031-01-01T00:00:00');
      await changeRecord(db(), finished, 'waiting', { state: 'finished', finishedAt: now() });
      await at('2031-01-01T00:00:05');
      const found = await db().records.startedBefore('2031-01-01T00:00:05');
      expect(found.map(({ uuid }) => uuid)).to.deep.equal([old, reapplying]);
    });

    it('finds records by state', async () => {
      const uuid = await at(now(), 'processing');
      await at(now(), 'waiting');
      const found = await db().records.inStates(['processing', 'starting']);
      expect(found.map((record) => record.uuid)).to.deep.equal([uuid]);
      expect(await db().records.inStates([])).to.deep.equal([]);
    });

    it('names all nodes', async () => {
      const all = [await at(now()), await at(now(), 'error')];
      expect(await db().records.allUuids()).to.have.members(all);
    });
  });
}
