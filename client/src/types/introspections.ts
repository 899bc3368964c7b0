import type { Link } from './versions.js';

/** The states of an introspection. */
export type IntrospectionState =
  'starting' | 'waiting' | 'processing' | 'finished' | 'error' | 'reapplying' | 'enrolling' | 'aborting';

/** How the introspection of a node stands. Times are UTC without time zone, e.g. `2031-02-03T04:05:06.789012`. */
export interface Introspection {
  readonly uuid: string;
  /** The name of the node when the bare metal service was asked last; absent: none, or not known. */
  readonly name?: string;
  readonly state: IntrospectionState;
  /** Whether it is over, well or not. */
  readonly finished: boolean;
  /** Why it failed; null while it goes on and after success. */
  readonly error: string | null;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  /** What the work on the node waits for; only in the status of one node, while it waits. */
  readonly step?: string;
  /** Its place among the nodes that wait at its conductor to be rebooted; 1 is the next there. */
  readonly queue?: { readonly position: number; readonly length: number };
  readonly links: readonly Link[];
}

/** What a list request selects. */
export interface ListOptions {
  /** Most introspections in one answer. Default: as many as the server gives. */
  readonly limit?: number;
  /** UUID of the last node of the page before. */
  readonly marker?: string;
  readonly states?: readonly IntrospectionState[];
}

/** How one hook of the latest introspection of a node went. */
export interface HookResult {
  readonly hook: string;
  readonly outcome: 'ok' | 'degraded' | 'failed' | 'skipped';
  readonly milliseconds: number;
  readonly message: string | null;
}

/** A machine whose posts matched no node. Times are UTC without time zone. */
export interface UnmatchedMachine {
  /** IP address the latest post came from; null: not known. */
  readonly address: string | null;
  /** MAC addresses in the data, 16 at most. */
  readonly macs: readonly string[];
  /** Addresses of the BMC in the data. */
  readonly bmc_addresses: readonly string[];
  /** Why no node matched the latest post. */
  readonly reason: string;
  /** The node that waits for data and is most like the machine; null: none is. */
  readonly nearest: { readonly uuid: string; readonly name?: string; readonly reason: string } | null;
  /** How often it posted. */
  readonly posts: number;
  readonly first_seen: string;
  readonly last_seen: string;
}
