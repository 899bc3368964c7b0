import type { IntrospectionState } from './introspections.js';
import type { JsonObject } from './json.js';

/** Something that happened. */
export interface InspectorEvent {
  /** Grows by one with each event, in the order in which the changes were committed. */
  readonly id: number;
  readonly time: string;
  /** Words with dots between them, such as `introspection.finished`. */
  readonly type: string;
  /** UUID of the node; null for what concerns none. */
  readonly node: string | null;
  /** What the node is called now. */
  readonly name: string | null;
  /** Id of the introspection; null for what belongs to none. */
  readonly introspection: string | null;
  /** The state that the introspection has come to; null for events of other types. */
  readonly state: IntrospectionState | null;
  /** What else there is to say. */
  readonly details: JsonObject;
}

/** Why it is not known what happened after an id: the events were deleted, or the database never had it. */
export type ResetReason = 'deleted' | 'unknown';

/** A page of events. */
export interface EventPage {
  readonly events: readonly InspectorEvent[];
  /** The `after` of the next page. */
  readonly last: number;
  /** Not null: look anew at everything that was learned from events. */
  readonly reset: ResetReason | null;
}

/** Events were lost: whoever watches has to look anew at what it knows. What comes next happened after `id`. */
export interface EventReset {
  readonly id: number;
  readonly reset: ResetReason;
}
