import type { JsonObject } from '../json/types.js';

/** A process that works on the database together with others. */
export interface Member {
  /**
   * Names the membership: at most 64 printable ASCII characters, no `/`. No two memberships have the same id, so a process
   * has a new one after each start, and after its membership was lost and renewed.
   */
  readonly id: string;
  /** What the process tells the others about itself, such as its role, host, address and version. */
  readonly info: JsonObject;
  /** Whether it is the leader at present. One member is at most. */
  readonly leader: boolean;
}

/** The membership of this process. */
export interface JoinedMember {
  /** The id at present; another one after the membership was lost and renewed. */
  readonly id: string;
  /**
   * Replaces what the others are told.
   *
   * @throws `INSP_COORDINATION_FAILED` while the backend is away
   */
  update(info: JsonObject): Promise<void>;
  /**
   * Ends the membership, and leadership with it; the leases of nodes stay. A second call does nothing.
   * Does not reject: what cannot be told to the backend ends by itself, as after the death of the process.
   */
  leave(): Promise<void>;
}

/** How {@link Members.watch} watches. */
export interface WatchOptions {
  /** Ends the watching when it aborts. */
  readonly signal: AbortSignal;
}

/**
 * The processes that work together. A member that dies is gone after a time that the backend says in its documentation.
 * One that could not reach the backend for so long is gone, too: it becomes a member again by itself, with another id.
 */
export interface Members {
  /**
   * Makes this process a member, once. It becomes a candidate for leadership by that: whoever does not join never leads.
   *
   * @throws `INSP_COORDINATION_FAILED` when the backend is away; the process is no member then
   */
  join(info: JsonObject): Promise<JoinedMember>;
  /**
   * The members there are, in the order in which they joined, as the backend knows them now.
   *
   * @throws `INSP_COORDINATION_FAILED` when the backend is away: nobody knows then
   */
  list(): Promise<readonly Member[]>;
  /**
   * Calls a listener with all members: soon after the call, and after every change of members, of their info and of the
   * leader. Changes that come together may be told in one call. Nothing is told while the backend is away, and what
   * changed meanwhile is told when it is back. The listener must not throw.
   */
  watch(listener: (members: readonly Member[]) => void, options: WatchOptions): void;
}
