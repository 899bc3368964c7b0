/** The states of an introspection record. */
export const STATES = [
  'starting',
  'waiting',
  'processing',
  'finished',
  'error',
  'reapplying',
  'enrolling',
  'aborting',
] as const;
/** A state of an introspection record. */
export type IntrospectionState = (typeof STATES)[number];

/** An introspection record as it is in the database. Times are UTC. */
export interface IntrospectionRecord {
  readonly uuid: string;
  /** The name of the node in the bare metal service; null or absent: it has none, or it is not known. */
  readonly name?: string | null;
  readonly state: IntrospectionState;
  readonly startedAt: Timestamp | null;
  readonly finishedAt: Timestamp | null;
  readonly error: string | null;
  /** Whether Inspector controls boot device and power of this node. */
  readonly manageBoot: boolean;
}

/**
 * A UTC time with microseconds in the form the API prints: `2031-02-03T04:05:06.789012`, without fraction
 * when it is zero. Kept as text because a JavaScript Date would lose the microseconds of adopted records.
 */
export type Timestamp = string;

/** A lookup attribute of a node on introspection. */
export interface LookupAttribute {
  readonly name: 'mac' | 'bmc_address' | (string & {});
  readonly value: string;
}
