import { baselineRepository } from './baselines.js';
import { eventRepository } from './events.js';
import { followerRepository } from './followers.js';
import { fenceRepository } from './fences.js';
import { historyRepository } from './history.js';
import { hookResultRepository } from './hook-results.js';
import { recentPostRepository } from './recent-posts.js';
import { keptPostRepository } from './kept-posts.js';
import { inventoryRevisionTable } from './inventory-revisions.js';
import { introspectionDataTable } from './introspection-data.js';
import { requireNewestSchema, upgradeSchema } from './migrator.js';
import { observedStore, type DatabaseFailure } from './observed-store.js';
import { openStore, type OpenStoreOptions } from './open-store.js';
import { recordRepository } from './records.js';
import { ruleRepository } from './rules.js';
import type { Store } from './session.js';
import type { Database } from './types.js';
import { summaryRepository } from './summaries.js';
import { trailRepository } from './trail.js';
import { unmatchedRepository } from './unmatched-posts.js';
import { requireWritable } from './writable.js';

/** What {@link openDatabase} needs. */
export type OpenDatabaseOptions = Omit<OpenStoreOptions, 'create'> & {
  /** true: bring the schema to the newest revision first; false: refuse one that is not. */
  readonly upgrade: boolean;
  /** Told of operations that fail. */
  readonly failed?: DatabaseFailure;
};

/** The repositories of an open store. */
export function databaseOf(store: Store): Database {
  return {
    records: recordRepository(store),
    rules: ruleRepository(store),
    introspectionData: introspectionDataTable(store),
    inventoryRevisions: inventoryRevisionTable(store),
    hookResults: hookResultRepository(store),
    keptPosts: keptPostRepository(store),
    recentPosts: recentPostRepository(store),
    events: eventRepository(store),
    followers: followerRepository(store),
    history: historyRepository(store),
    summaries: summaryRepository(store),
    baselines: baselineRepository(store),
    fences: fenceRepository(store),
    unmatched: unmatchedRepository(store),
    trail: trailRepository(store),
    close: () => store.close(),
  };
}

/**
 * Opens the database and returns its repositories.
 *
 * @throws InspectorError `INSP_DB_BAD_URL`, `INSP_DB_UNREACHABLE`, `INSP_DB_TOO_OLD`, `INSP_DB_UNKNOWN_REVISION`,
 *   `INSP_DB_READ_ONLY`, and `INSP_DB_NOT_UPGRADED` without `upgrade`
 */
export async function openDatabase({ upgrade, failed, ...options }: OpenDatabaseOptions): Promise<Database> {
  const store = await openStore({ ...options, create: upgrade });
  try {
    await (upgrade ? upgradeSchema(store) : requireNewestSchema(store));
    await requireWritable(store);
  } catch (error) {
    await store.close();
    throw error;
  }
  return databaseOf(failed === undefined ? store : observedStore(store, failed));
}
