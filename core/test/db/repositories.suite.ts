import type { Database } from '../../src/db/types.js';
import { baselinesSuite } from './baselines.suite.js';
import { batchesSuite } from './batches.suite.js';
import { eventsSuite } from './events.suite.js';
import { followersSuite } from './followers.suite.js';
import { historySuite } from './history.suite.js';
import { hookResultsSuite } from './hook-results.suite.js';
import { introspectionDataSuite } from './introspection-data.suite.js';
import { recentPostsSuite } from './recent-posts.suite.js';
import { keptPostsSuite } from './kept-posts.suite.js';
import { lookupSuite } from './lookup.suite.js';
import { recordListSuite } from './record-list.suite.js';
import { nodeNamesSuite } from './node-names.suite.js';
import { recordsSuite } from './records.suite.js';
import { rulesSuite } from './rules.suite.js';
import { summariesSuite } from './summaries.suite.js';
import { unmatchedSuite } from './unmatched.suite.js';
import type { SuiteDatabase } from './suite-database.js';

async function empty(db: Database): Promise<void> {
  for (const uuid of await db.records.allUuids()) await db.records.delete(uuid, Number.MAX_SAFE_INTEGER);
  for (const { scope } of await db.baselines.list()) await db.baselines.clear(scope);
  await db.rules.deleteAll();
  await db.unmatched.add([], { keep: 0, keepPerSource: 1 });
}

/**
 * What every database must do, whichever it is.
 *
 * @param open opens the database, once for all tests
 */
export function repositoriesSuite(open: () => Promise<Database>, microseconds = true): void {
  let database: Database;
  before(async () => {
    database = await open();
  });
  beforeEach(() => empty(database));
  after(() => database.close());

  const subject: SuiteDatabase = { db: () => database, microseconds };
  batchesSuite(subject);
  recordsSuite(subject);
  nodeNamesSuite(subject);
  recordListSuite(subject);
  lookupSuite(subject);
  rulesSuite(subject);
  introspectionDataSuite(subject);
  hookResultsSuite(subject);
  historySuite(subject);
  summariesSuite(subject);
  baselinesSuite(subject);
  keptPostsSuite(subject);
  recentPostsSuite(subject);
  eventsSuite(subject);
  followersSuite(subject);
  unmatchedSuite(subject);
}
