import type { JsonObject, Timestamp } from '@inspector/plugin-api';

/** Something that happened, as it is written. */
export interface NewEvent {
  /** UUID of the node; null for what concerns none. */
  readonly node: string | null;
  /** Id of the introspection; null for what belongs to none. */
  readonly introspection: string | null;
  /** Words with dots between them, such as `introspection.finished`; 64 characters at most. */
  readonly type: string;
  /** What else there is to say. Beyond 4 KiB it is cut, see `bodyText`. */
  readonly body: JsonObject;
}

/** Something that happened, as it is read. */
export interface StoredEvent extends NewEvent {
  /** Grows: whoever sees an event has seen all with smaller ids that will ever be there. */
  readonly id: number;
  readonly time: Timestamp;
  /** What the node is called now; null: it has no name, none is known, or the event concerns no node. */
  readonly name: string | null;
}

/** Events that somebody wants to see; without a member, all of them. */
export interface EventSelection {
  /** UUIDs of nodes: only theirs. */
  readonly nodes?: readonly string[];
  /** Types, or what types begin with before a dot: `rules` stands for `rules.created`, too. */
  readonly types?: readonly string[];
}

/** Which events are read. */
export interface EventPage extends EventSelection {
  readonly limit: number;
}

/** Which events are kept. */
export interface EventRetention {
  /** How many at most; 0: any number. */
  readonly keep: number;
  /** Those before this time go; null: however old they are. */
  readonly before: Timestamp | null;
}

/** Everything that happened, in the order in which it was committed. */
export interface EventRepository {
  /** Events after an id (0: from the beginning), oldest first. */
  after(id: number, page: EventPage): Promise<StoredEvent[]>;
  /** The newest events, oldest first. */
  newest(page: EventPage): Promise<StoredEvent[]>;
  /** The smallest and the greatest id that is there; both 0 where there is none. */
  range(): Promise<{ readonly oldest: number; readonly newest: number }>;
  /** Writes an event that comes with no change of a record. */
  add(event: NewEvent): Promise<void>;
  /** Deletes what need not be kept, in small steps. The newest event always stays. Returns how many went. */
  prune(retention: EventRetention): Promise<number>;
}
