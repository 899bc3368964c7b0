import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { now } from '../../../core/src/db/timestamp.js';
import type { Database } from '../../../core/src/db/types.js';
import { changeRecord, freshRecord } from '../../../core/test/db/fresh-record.js';
import type { DatabaseServer } from '../servers/database-server.js';
import { openFaultyWire, type FaultyWire } from '../../wire/faulty-wire.js';
import { openOn } from './server.suite.js';

/**
 * What happens when the server did what it was told, and the connection broke before it could say so.
 *
 * @param singleStatement the text of a change that is sent without a transaction around it
 */
export function lostAnswerSuite(start: () => Promise<DatabaseServer>, singleStatement: string): void {
  let server: DatabaseServer;
  let wire: FaultyWire;
  let db: Database;
  before(async () => {
    server = await start();
    const url = new URL(server.url);
    wire = await openFaultyWire(Number(url.port));
    url.port = String(wire.port);
    db = await openOn(url.href, undefined, { statementTimeout: 1 });
  });
  after(async () => {
    await db.close();
    await wire.close();
    await server.stop();
  });

  it('counts a start as done', async () => {
    const cut = wire.next('answer lost', { text: 'COMMIT' });
    const attributes = [{ name: 'mac', value: '52:54:00:00:00:01' }];
    const fresh = freshRecord({ attributes });
    expect(await db.records.replace(fresh, undefined)).to.include({ uuid: fresh.uuid, state: 'starting' });
    await cut;
    expect(await db.records.attributes(fresh.uuid)).to.deep.equal(attributes);
  });

  for (const text of new Set(['COMMIT', singleStatement])) {
    it(`counts a change as done (${text})`, async () => {
      const fresh = freshRecord();
      await db.records.replace(fresh, undefined);
      const cut = wire.next('answer lost', { text: text });
      const change = { state: 'error', error: 'x', finishedAt: now() } as const;
      const changed = await changeRecord(db, fresh.uuid, 'starting', change, { forget: text === 'COMMIT' });
      await cut;
      expect(changed).to.include({ state: 'error', error: 'x' });
      expect(await db.records.get(fresh.uuid)).to.deep.equal(changed);
    });
  }

  it('counts rules as created, and as deleted', async () => {
    const part = { description: null, scope: null, priority: 0, sensitive: false, conditions: [] };
    const rule = { uuid: randomUUID(), ...part, actions: [{ action: 'fail', params: '{}' }] };
    const created = wire.next('answer lost', { text: 'COMMIT' });
    await db.rules.create([rule]);
    await created;
    expect((await db.rules.list()).map(({ actions }) => actions)).to.deep.equal([rule.actions]);
    const replaced = wire.next('answer lost', { text: 'COMMIT' });
    const [after] = await db.rules.create([rule], { replace: true });
    await replaced;
    expect(after).to.deep.include(rule);
    const deleted = wire.next('answer lost', { text: 'COMMIT' });
    expect(await db.rules.delete(rule.uuid)).to.equal(true);
    await deleted;
    expect(await db.rules.list()).to.deep.equal([]);
    const told = await db.events.after(0, { limit: 1000 });
    expect(told.map(({ type }) => type).filter((type) => type.startsWith('rules.'))).to.deep.equal([
      'rules.created',
      'rules.replaced',
      'rules.deleted',
    ]);
  });

  it('is asked again on another connection where no answer comes at all', async () => {
    const fresh = freshRecord();
    await db.records.replace(fresh, undefined);
    const silent = wire.next('no answer');
    expect(await db.records.get(fresh.uuid)).to.include({ uuid: fresh.uuid });
    await silent;
    expect(await db.records.delete(fresh.uuid, 0)).to.equal(true);
  });

  it('counts a record as deleted', async () => {
    const fresh = freshRecord();
    await db.records.replace(fresh, undefined);
    const cut = wire.next('answer lost', { text: 'COMMIT' });
    expect(await db.records.delete(fresh.uuid, 0)).to.equal(true);
    await cut;
    expect(await db.records.get(fresh.uuid)).to.equal(undefined);
  });
}
