import type { Timestamp } from '@inspector/plugin-api';

/** How far a follower of the events has come. */
export interface FollowerPlace {
  /** Id of the last event that it needs to be told no more. */
  readonly position: number;
  /** How many events it has given up, since there is this follower. */
  readonly givenUp: number;
  /** Why it does not get on; null: it does. */
  readonly trouble: string | null;
  /** Since when it does not get on; null: it does. */
  readonly troubleSince: Timestamp | null;
}

/** A follower, as it is stored. */
export interface StoredFollower extends FollowerPlace {
  readonly name: string;
}

/** Where the followers of the events are. */
export interface FollowerRepository {
  /** All there ever were, by name. */
  list(): Promise<StoredFollower[]>;
  /** The place of a follower; of a new one, the position it begins at. */
  begin(name: string, position: number): Promise<FollowerPlace>;
  /** Writes a new place where the position still is the one that is known; false: somebody else has moved it. */
  note(name: string, known: number, place: FollowerPlace): Promise<boolean>;
}
