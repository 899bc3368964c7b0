import type { Database } from '../../src/db/types.js';

/** What the suites need to know about the database they run on. */
export interface SuiteDatabase {
  /** The database, empty when a test begins. */
  readonly db: () => Database;
  /** Whether times keep their microseconds. */
  readonly microseconds: boolean;
}
