/** A lock of one node, held until `release`. */
export interface NodeLock {
  /** Frees the lock; a second call does nothing. */
  release(): Promise<void>;
}

/** Locks, and later membership and leadership, across whatever processes share the database. */
export interface Coordinator {
  /** Waits for the lock of a node; first come, first served. */
  acquire(uuid: string): Promise<NodeLock>;
  /** Takes the lock of a node if it is free now, else `undefined`. */
  tryAcquire(uuid: string): Promise<NodeLock | undefined>;
  /** Whether this process does the work that only one may do (synchronisation with the bare metal service). */
  isLeader(): boolean;
  /**
   * true: no other process knows these locks. The service then claims the database for itself at start, is refused
   * where another one has it, and fails what was abandoned in it.
   */
  readonly exclusive: boolean;
  close?(): Promise<void>;
}
