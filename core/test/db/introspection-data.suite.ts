import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { freshRecord } from './fresh-record.js';
import { rejection } from '../../../test/mocha/rejection.js';
import type { SuiteDatabase } from './suite-database.js';

/** The table of introspection data. */
export function introspectionDataSuite({ db }: SuiteDatabase): void {
  describe('introspection data', () => {
    const started = async () => {
      const fresh = freshRecord();
      await db().records.replace(fresh, undefined);
      return fresh.uuid;
    };

    it('keeps raw and processed data apart and unchanged', async () => {
      const uuid = await started();
      const raw = '{"n": 1.0, "big": 12345678901234567890, "text": "ü 💾 \\u0000 \\\\", "a":1,\n "a":2}';
      await db().introspectionData.save(uuid, raw, false);
      await db().introspectionData.save(uuid, '{}', true);
      expect(await db().introspectionData.get(uuid, false)).to.equal(raw);
      expect(await db().introspectionData.get(uuid, true)).to.equal('{}');
    });

    it('overwrites, also when many save at once', async () => {
      const uuid = await started();
      const texts = Array.from({ length: 20 }, (_, index) => JSON.stringify({ index }));
      await Promise.all(texts.map((text) => db().introspectionData.save(uuid, text, true)));
      expect(texts).to.include(await db().introspectionData.get(uuid, true));
      await db().introspectionData.save(uuid, '{"last": true}', true);
      await db().introspectionData.save(uuid, '{"last": true}', true);
      expect(await db().introspectionData.get(uuid, true)).to.equal('{"last": true}');
    });

    it('takes a document of ten megabytes', async () => {
      const uuid = await started();
      const text = JSON.stringify({ blob: 'ä'.repeat(5_000_000) });
      await db().introspectionData.save(uuid, text, false);
      expect((await db().introspectionData.get(uuid, false)) === text).to.equal(true);
    });

    it('has nothing where nothing was stored', async () => {
      expect(await db().introspectionData.get(randomUUID(), true)).to.equal(undefined);
    });

    it('refuses data of a node without a record', async () => {
      const saved = db().introspectionData.save(randomUUID(), '{}', true);
      expect((await rejection(saved)).code).to.equal('INSP_NODE_NOT_CACHED');
    });

    it('deletes both kinds, and nothing is fine too', async () => {
      const uuid = await started();
      await db().introspectionData.save(uuid, '{}', true);
      await db().introspectionData.save(uuid, '{}', false);
      await db().introspectionData.delete(uuid);
      await db().introspectionData.delete(uuid);
      expect(await db().introspectionData.get(uuid, true)).to.equal(undefined);
      expect(await db().introspectionData.get(uuid, false)).to.equal(undefined);
    });

    it('lists every document once over several pages', async () => {
      const wanted: string[] = [];
      for (let index = 0; index < 501; index += 1) {
        const uuid = await started();
        await db().introspectionData.save(uuid, '{}', index % 2 === 0);
        wanted.push(`${uuid} ${index % 2 === 0}`);
        if (index % 100 === 0) {
          await db().introspectionData.save(uuid, '{}', false);
          wanted.push(`${uuid} false`);
        }
      }
      const listed: string[] = [];
      for await (const { uuid, processed } of db().introspectionData.list())
        listed.push(`${uuid} ${processed}`);
      expect(listed.sort()).to.deep.equal(wanted.sort());
    });
  });
}
