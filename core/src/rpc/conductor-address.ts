/** Where a conductor listens for calls. */
export interface ConductorAddress {
  /** What operators call it: the option `host` of its process. */
  readonly host: string;
  /** Id of the process; a conductor that was started again has another one. */
  readonly instance: string;
  /** Scheme, host and port, without a path. */
  readonly url: string;
  /** Aborts when it is no longer a member. */
  readonly gone: AbortSignal;
}

/** Knows which conductors there are. */
export interface ConductorDirectory {
  /**
   * The conductors that are members now.
   *
   * @throws a coded error with status 503 when that cannot be told
   */
  conductors(): Promise<readonly ConductorAddress[]>;
}
