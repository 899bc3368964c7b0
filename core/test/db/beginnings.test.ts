import { withOrigin } from '@inspector/plugin-api';
import { expect } from 'chai';
import { databaseOf } from '../../src/db/open-database.js';
import { upgradeSchema } from '../../src/db/migrator.js';
import type { Session, Store } from '../../src/db/session.js';
import { openSqlite } from '../../src/db/sqlite-store.js';
import type { Database, RunBeginning } from '../../src/db/types.js';
import { warnings } from './database-config.js';
import { changeRecord, freshRecord, MARK } from './fresh-record.js';

const RUN = { keptData: 'none', body: Buffer.from([1]), keep: 3 } as const;

describe('how an introspection that ends began', () => {
  let store: Store;
  let reads: string[];
  beforeEach(async () => {
    const { log } = warnings();
    const opened = await openSqlite({ path: undefined, create: true, synchronous: false, log });
    await upgradeSchema(opened);
    reads = [];
    store = {
      ...{ dialect: opened.dialect, longestText: opened.longestText },
      read: (work) => opened.read((session) => work(listening(session))),
      statement: (work) => opened.statement(work),
      transaction: (work, options) => opened.transaction(work, options),
      batch: (statements) => opened.batch(statements),
      close: () => opened.close(),
    };
  });
  afterEach(() => store.close());

  const listening = (session: Session): Session => ({
    dialect: session.dialect,
    run: (sql, values) => session.run(sql, values),
    all(sql, values) {
      reads.push(sql);
      return session.all(sql, values);
    },
  });

  /** What the history says of the newest introspection. */
  async function told(db: Database, uuid: string): Promise<{ began: RunBeginning | null; who: unknown }> {
    const [run] = await db.history.list(uuid, { limit: 1 });
    if (run === undefined) throw new Error('nothing is kept');
    return { began: run.began, who: run.origin['request_id'] };
  }

  const as = <T>(requestId: string, work: () => Promise<T>): Promise<T> =>
    withOrigin({ requestId, globalRequestId: undefined, actor: undefined }, work);

  it('is known without a look at the events in the process that began it', async () => {
    const db = databaseOf(store);
    const fresh = freshRecord({ event: 'start' });
    await as('req-start', () => db.records.replace(fresh, undefined));
    const mark = { ...MARK, introspection: fresh.introspection };
    await changeRecord(db, fresh.uuid, 'starting', { state: 'error', run: RUN }, { mark });
    expect(reads.filter((sql) => sql.includes('inspector_events'))).to.deep.equal([]);
    expect(await told(db, fresh.uuid)).to.deep.equal({ began: 'start', who: 'req-start' });
  });

  it('is read from the events in another process', async () => {
    const [one, two] = [databaseOf(store), databaseOf(store)];
    const fresh = freshRecord({ event: 'start' });
    await as('req-start', () => one.records.replace(fresh, undefined));
    const mark = { ...MARK, introspection: fresh.introspection };
    await changeRecord(two, fresh.uuid, 'starting', { state: 'error', run: RUN }, { mark });
    expect(await told(two, fresh.uuid)).to.deep.equal({ began: 'start', who: 'req-start' });
  });

  it('is the request of whoever asked, where another process takes a reapply over', async () => {
    const [one, two] = [databaseOf(store), databaseOf(store)];
    const fresh = freshRecord({ event: 'start' });
    await as('req-start', () => one.records.replace(fresh, undefined));
    const mark = { ...MARK, introspection: fresh.introspection };
    const reapply = { mark: { ...mark, event: 'reapply' } };
    await changeRecord(two, fresh.uuid, 'starting', { state: 'error', run: RUN }, { mark });
    await as('req-reapply', () => changeRecord(two, fresh.uuid, 'error', { state: 'reapplying' }, reapply));
    await changeRecord(one, fresh.uuid, 'reapplying', { state: 'reapplying' }, reapply);
    await changeRecord(one, fresh.uuid, 'reapplying', { state: 'error', run: RUN }, { mark });
    expect(await told(one, fresh.uuid)).to.deep.equal({ began: 'reapply', who: 'req-reapply' });
  });
});
