/** Options of every request. */
export interface RequestOptions {
  /** Ends the request; it then fails with the reason of the signal. */
  readonly signal?: AbortSignal;
}
