import { claimDatabase } from '../db/claim.js';
import type { DatabaseClaim } from '../db/database-claim.js';
import type { StopList } from './stop-list.js';
import type { StartOptions } from './start-options.js';

/** The place in the stop list for the claim of a database, which ends only after the database is closed. */
export class SoleUser {
  private claim: DatabaseClaim | undefined;

  /** To be made before the database is opened. */
  constructor(started: StopList) {
    started.add('claim of the database', () => this.claim?.release() ?? Promise.resolve());
  }

  /**
   * Makes this process the only service on the database.
   *
   * @throws `INSP_DB_IN_USE` when another one is there already
   */
  async claimDatabase({ config, cwd, log }: StartOptions): Promise<void> {
    this.claim = await claimDatabase({ config: config.database, cwd, log });
  }
}
