import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { now } from '../../src/db/timestamp.js';
import type { HookResult } from '../../src/db/types.js';
import { rejection } from '../../../test/mocha/rejection.js';
import { changeRecord, freshRecord } from './fresh-record.js';
import type { SuiteDatabase } from './suite-database.js';

/** What texts may not be: read as part of a statement, or changed by the way into one. */
const HOSTILE = [
  `'; DROP TABLE nodes; --`,
  `\\'; COMMIT; DELETE FROM nodes; #`,
  `? :name $1 /* " \` */`,
  `back\\slash\\\\ new\nline tab\t return\r bell\b substitute\u001a`,
  `\u2028 🚀 é 漢 \ud7ff %_`,
] as const;
/** Longer than what is sent in one piece. */
const LONG = "a long text with a quote ' ".repeat(30_000);

/** What is written with a change of a record. */
export function batchesSuite({ db }: SuiteDatabase): void {
  const results = (message: string): readonly HookResult[] => [
    { hook: 'scheduler', outcome: 'failed', milliseconds: 1.5, message },
  ];

  /** Ends an introspection with a text as its error and as what a hook says; what is kept of both. */
  async function end(text: string): Promise<readonly (string | null | undefined)[]> {
    const fresh = freshRecord({ attributes: [{ name: 'label', value: text.slice(0, 200) }] });
    await db().records.replace(fresh, undefined);
    const attributes = await db().records.attributes(fresh.uuid);
    const change = { state: 'error', error: text, finishedAt: now(), hookResults: results(text) } as const;
    await changeRecord(db(), fresh.uuid, 'starting', change, {});
    const { error } = (await db().records.get(fresh.uuid)) ?? {};
    const [result] = await db().hookResults.list(fresh.uuid);
    return [attributes[0]?.value, error, result?.message];
  }

  for (const text of HOSTILE) {
    it(`keeps every character of ${JSON.stringify(text)}`, async () => {
      expect(await end(text)).to.deep.equal([text, text, text]);
    });
  }

  it('keeps a long text', async () => {
    expect(await end(LONG)).to.deep.equal([LONG.slice(0, 200), LONG, LONG]);
  });

  for (const [length, text] of [['short', 'x'] as const, ['long', LONG] as const]) {
    it(`writes nothing of a change that comes too late, with a ${length} text`, async () => {
      const fresh = freshRecord({ attributes: [{ name: 'mac', value: '52:54:00:00:00:01' }] });
      const record = await db().records.replace(fresh, undefined);
      const change = { state: 'error', error: text, finishedAt: now(), hookResults: results(text) } as const;
      const mark = { event: 'error', fence: fresh.fence, introspection: fresh.introspection } as const;
      await db().records.change(record, change, mark, {});
      const before = await db().events.after(0, { limit: 10_000 });
      const late = { ...change, state: 'finished', hookResults: [] } as const;
      const error = await rejection(db().records.change(record, late, mark, { forget: true }));
      expect(error.code).to.equal('INSP_STATE_RACE');
      expect(await db().records.get(fresh.uuid)).to.include({ state: 'error', error: text });
      expect(await db().records.attributes(fresh.uuid)).to.have.length(1);
      expect(await db().hookResults.list(fresh.uuid)).to.have.length(1);
      expect(await db().events.after(0, { limit: 10_000 })).to.deep.equal(before);
    });
  }

  it('writes attributes only with the fence of the record, and only of one that is there', async () => {
    const fresh = freshRecord({ fence: 7 });
    await db().records.replace(fresh, undefined);
    const attributes = [{ name: 'mac', value: '52:54:00:00:00:02' }];
    await db().records.addAttributes(fresh.uuid, attributes, 7);
    await db().records.addAttributes(fresh.uuid, attributes, 8);
    expect(await db().records.attributes(fresh.uuid)).to.deep.equal(attributes);
    const stale = await rejection(db().records.addAttributes(fresh.uuid, [{ name: 'mac', value: 'x' }], 6));
    expect(stale.code).to.equal('INSP_LEASE_LOST');
    const unknown = await rejection(db().records.addAttributes(randomUUID(), attributes, 7));
    expect(unknown.code).to.equal('INSP_NODE_NOT_CACHED');
    expect(await db().records.attributes(fresh.uuid)).to.deep.equal(attributes);
  });
}
