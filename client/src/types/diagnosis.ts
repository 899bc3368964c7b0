import type { IntrospectionState } from './introspections.js';

/** One thing that was found out about a node or a machine. */
export interface Finding {
  /** Says what it is, such as `WHY_WRONG_MAC`. Later versions may have more codes. */
  readonly code: string;
  /** `sure`: what is stored or was measured says so; `likely`: it fits, and nothing speaks against it; `possible`: it may be. */
  readonly certainty: 'sure' | 'likely' | 'possible';
  /** What was seen, in whole sentences. */
  readonly evidence: string;
  /** What to do; null: nothing. */
  readonly remedy: string | null;
}

/** Why a node or a machine stands where it does. Times are UTC without time zone. */
export interface Diagnosis {
  /** The node or MAC address as it was given. */
  readonly asked: string;
  /** The node it is about; null: neither Inspector nor the bare metal service knows one. */
  readonly node: { readonly uuid: string; readonly name: string | null } | null;
  /** The MAC address that was asked about; null: a node was. */
  readonly mac: string | null;
  /** null: the node was never introspected. */
  readonly state: IntrospectionState | null;
  /** Since when it is in this state. */
  readonly since: string | null;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  /** When `timeout` ends the introspection; null: it is over, or there is no time limit. */
  readonly ends_at: string | null;
  /** The latest post of the machine that is known; null: none is. */
  readonly last_contact: {
    readonly at: string;
    readonly address: string | null;
    /** `kept`: the data wait for a service that was away; `refused`: they matched no node. */
    readonly outcome: 'processed' | 'kept' | 'refused';
    readonly reason: string | null;
  } | null;
  /** What matters most comes first. There is at least one. */
  readonly findings: readonly Finding[];
  /** What was looked at, and how long that took. */
  readonly looked_at: readonly {
    readonly source: 'database' | 'bare metal service' | 'conductor';
    /** Host and process of a conductor. */
    readonly name: string | null;
    readonly milliseconds: number;
    /** Why it could not be looked at; null: it was. */
    readonly unknown: string | null;
  }[];
}
