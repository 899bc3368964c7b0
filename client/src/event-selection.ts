import type { IntrospectionState } from './types.js';

/** Which events; without a member, all of them. */
export interface EventSelection {
  /** UUIDs or names. */
  readonly nodes?: readonly string[] | undefined;
  /** Events of introspections that come to one of these states. */
  readonly states?: readonly IntrospectionState[] | undefined;
  /** Types, or what types begin with before a dot. */
  readonly types?: readonly string[] | undefined;
}
