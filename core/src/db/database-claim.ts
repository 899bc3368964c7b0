/** The right of this process to be the only service on a database. Whatever kills the process ends it too. */
export interface DatabaseClaim {
  /** Lets another service have the database. */
  release(): Promise<void>;
}
