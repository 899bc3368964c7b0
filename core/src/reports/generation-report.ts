/** What a generation did. Names of hosts, sorted. */
export interface GenerationReport {
  readonly added: readonly string[];
  /** Hosts of others that now belong to a node. */
  readonly adopted: readonly string[];
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
  /** Hosts whose node is gone. */
  readonly gone: readonly string[];
  /** What was not done, and why, a sentence each. */
  readonly notes: readonly string[];
}
