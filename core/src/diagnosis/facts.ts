import type { LookupAttribute, Timestamp } from '@inspector/plugin-api';
import type {
  AttributeMatch,
  HookResult,
  KeptPostNote,
  StoredEvent,
  StoredRecord,
  StoredRun,
  StoredUnmatchedPosts,
} from '../db/types.js';
import type { KeptRule } from '../history/account.js';
import type { BareMetalSight, ConductorSight, SeenNode } from '../reports/machine-sight.js';

/** The introspection that ended last, as far as it is kept. */
export interface LastRun extends Pick<StoredRun, 'number' | 'introspection' | 'finishedAt'> {
  readonly hooks: readonly HookResult[];
  readonly rules: readonly KeptRule[];
}

/** What is stored about a node. */
export interface StoredFacts {
  /** null: it was never introspected, or its record is gone. */
  readonly record: StoredRecord | null;
  /** What its machine is looked for by; empty once the introspection is over. */
  readonly attributes: readonly LookupAttribute[];
  /** Attributes that other nodes on introspection have, too. */
  readonly shared: readonly AttributeMatch[];
  /** The latest events, the newest first. */
  readonly events: readonly StoredEvent[];
  readonly kept: KeptPostNote | null;
  /** How the hooks of the latest introspection did, only where it is over. */
  readonly hooks: readonly HookResult[];
  /** The latest run, only where the introspection is over. */
  readonly run: LastRun | null;
  /** Posts that matched no node and have to do with this one or its machine, the newest first. */
  readonly unmatched: readonly StoredUnmatchedPosts[];
}

/** Options that say how long things may take. */
export interface Limits {
  /** Seconds an introspection may take; 0: any time. */
  readonly timeout: number;
}

/** Everything that was found out, before anything is concluded from it. */
export interface Facts {
  /** UTC without time zone. */
  readonly now: Timestamp;
  /** As it was given. */
  readonly asked: string;
  /** The MAC address that was asked about, canonical; null: a node was. */
  readonly mac: string | null;
  /** UUID of the node; null: none is known. */
  readonly uuid: string | null;
  readonly stored: StoredFacts | { readonly unknown: string };
  readonly baremetal: BareMetalSight;
  /** What each conductor sees. */
  readonly sights: readonly ConductorSight[];
  readonly limits: Limits;
}

/** What is stored; undefined: it could not be read. */
export const storedIn = ({ stored }: Facts): StoredFacts | undefined =>
  'unknown' in stored ? undefined : stored;

/** The record; undefined: there is none, or it could not be read. */
export const recordIn = (facts: Facts): StoredRecord | undefined => storedIn(facts)?.record ?? undefined;

/** The node as the bare metal service has it; undefined: it knows none, or could not be asked. */
export const seenNode = ({ baremetal }: Facts): SeenNode | undefined =>
  baremetal.known === true ? baremetal.node : undefined;

/** Whether an introspection goes on. */
export const isActive = ({ finishedAt, state }: StoredRecord): boolean =>
  finishedAt === null || state === 'reapplying';
