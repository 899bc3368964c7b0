import type { Timestamp } from '@inspector/plugin-api';

/** The node that waits for data and is most like a machine nobody waits for. */
export interface NearestNode {
  readonly uuid: string;
  /** Its name when the bare metal service was asked last; absent: none, or not known. */
  readonly name?: string;
  /** Why it is taken for the nearest. */
  readonly reason: string;
}

/** A machine whose ramdisk posted data that matched no node. */
export interface UnmatchedMachine {
  /** IP address the post came from; null: not known. */
  readonly address: string | null;
  /** MAC addresses in the data, canonical. */
  readonly macs: readonly string[];
  /** Addresses of its BMC in the data, canonical. */
  readonly bmcAddresses: readonly string[];
  /** Why no node matched. */
  readonly reason: string;
  readonly nearest: NearestNode | null;
}

/** Posts of one machine, as they are added to what is kept. */
export interface NewUnmatchedPosts {
  readonly machine: UnmatchedMachine;
  /** Whoever shares it shares one quota: the address, or the network of one that has many. */
  readonly source: string;
  readonly firstSeen: Timestamp;
  readonly lastSeen: Timestamp;
  /** How many there were. */
  readonly posts: number;
}

/** Posts of one machine, as they are kept. */
export interface StoredUnmatchedPosts extends UnmatchedMachine {
  readonly firstSeen: Timestamp;
  readonly lastSeen: Timestamp;
  /** How many there were. */
  readonly posts: number;
}

/** How many machines are kept. */
export interface UnmatchedQuota {
  /** All together. */
  readonly keep: number;
  /** Those of one source. */
  readonly keepPerSource: number;
}

/** A MAC address of a node that waits for data; null: the node waits and none is known. */
export interface WaitingMac {
  readonly uuid: string;
  /** null: none, or not known. */
  readonly name: string | null;
  readonly mac: string | null;
}

/** Posts of ramdisks that matched no node, one entry per machine and sender. */
export interface UnmatchedRepository {
  /** The newest first. */
  list(limit: number): Promise<StoredUnmatchedPosts[]>;
  /** Adds posts, those of a machine that is known to its entry, and deletes the oldest beyond the quota. */
  add(found: readonly NewUnmatchedPosts[], quota: UnmatchedQuota): Promise<void>;
  /** The MAC addresses of nodes that wait for data, at most so many. */
  waiting(limit: number): Promise<WaitingMac[]>;
}
