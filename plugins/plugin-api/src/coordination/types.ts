import type { Members } from './members.js';

/** The right to work on one node, from the moment it is given until it is released or lost. */
export interface Lease {
  /**
   * Aborts when the node is lost before `release`: somebody took it away, it could not be kept, or the coordinator was
   * closed. It aborts before anybody else can get the node. Its `reason` is an Error that says what happened. A release
   * does not abort it.
   */
  readonly signal: AbortSignal;
  /**
   * A whole number above 0, greater than that of every earlier lease of the same node, whichever process had it. The
   * database refuses changes that come with a smaller one than the record has seen. At most 2^52.
   */
  readonly fence: number;
  /** Frees the node. A second call, and the release of a lease that was lost, do nothing. Does not reject. */
  release(): Promise<void>;
  /**
   * Looks at the clock: aborts `signal` if the lease may have ended by now. The service calls it before every effect,
   * because a process that was paused goes on before its timers do. Absent where a lease does not end by time.
   */
  check?(): void;
}

/** How {@link Coordinator.acquire} waits. */
export interface AcquireOptions {
  /** Ends the waiting when it aborts: `acquire` rejects with its reason and takes nothing. */
  readonly signal?: AbortSignal;
}

/**
 * Leases, membership and leadership across whatever processes share the database.
 *
 * While the backend is away, what has to ask it rejects within 2 s with `INSP_COORDINATION_FAILED`, whose message names
 * the place that was asked. What is held stays held for as long as nobody else can have got it, and is lost then.
 * When the backend is back, everything works again without a restart.
 */
export interface Coordinator {
  /**
   * Waits for the lease of a node; first come, first served.
   *
   * @throws `INSP_COORDINATION_FAILED` when the backend is away, also while it waits
   */
  acquire(uuid: string, options?: AcquireOptions): Promise<Lease>;
  /**
   * Takes the lease of a node if it is free now and nobody waits for it, else `undefined`.
   *
   * @throws `INSP_COORDINATION_FAILED` when the backend is away
   */
  tryAcquire(uuid: string): Promise<Lease | undefined>;
  /**
   * Whether somebody holds the lease of a node, or waits for it, as far as this process has heard: it asks nobody, and may be
   * late. The service asks it about all nodes that are worked on, every few seconds, before it tries to take the lease of
   * one. Absent: it tries each time.
   */
  seemsHeld?(uuid: string): boolean;
  /**
   * Whether this process does the work that only one may do (synchronisation with the bare metal service). Looks at the
   * clock, and never waits: false as soon as another process could lead. Ask again before every step.
   */
  isLeader(): boolean;
  /**
   * true: no other process knows these leases. The service then claims the database for itself at start, is refused
   * where another one has it, and fails what was abandoned in it. Its fences may begin anew with every start.
   */
  readonly exclusive: boolean;
  /**
   * What counts the fences, for instance the id of an etcd cluster, at most 48 characters. Where it changes they may
   * begin anew. Needed unless `exclusive` is true.
   */
  readonly realm?: string;
  /** The processes that work together. Needed unless `exclusive` is true. */
  readonly members?: Members;
  /** Ends all leases of this process, those in use included: their signals abort. Ends membership and leadership. */
  close?(): Promise<void>;
}
