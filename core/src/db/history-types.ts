import type { IntrospectionState, JsonObject, Timestamp } from '@inspector/plugin-api';
import type { BaselineScope } from './baseline-types.js';

/** How an introspection began: by request, because data were posted of a machine in use or an unknown one, or again. */
export const RUN_BEGINNINGS = ['start', 'recognise', 'enroll', 'reapply'] as const;
/** How an introspection began. */
export type RunBeginning = (typeof RUN_BEGINNINGS)[number];

/** Which data of an introspection are kept: all, those of the hardware only because all were too long, or none. */
export const KEPT_DATA = ['all', 'inventory', 'none'] as const;
/** Which data of an introspection are kept. */
export type KeptData = (typeof KEPT_DATA)[number];

/** A part that is not as a baseline has it. */
export interface KeptDeviation {
  readonly change: string;
  readonly part: string;
  readonly name: string;
  readonly fields: readonly {
    readonly field: string;
    readonly from: string | number | boolean | null;
    readonly to: string | number | boolean | null;
  }[];
}

/** How the hardware that an introspection found differs from the baseline that held for the node. */
export interface KeptDeviations {
  readonly scope: BaselineScope;
  /** How many parts deviate; above 0 the introspection is degraded. */
  readonly count: number;
  /** The first of them. */
  readonly parts: readonly KeptDeviation[];
}

/** What is kept of an introspection that ends, besides what its record says. */
export interface NewRun {
  readonly keptData: KeptData;
  /** Everything that happened in it, compressed. See `history/pack.ts`. */
  readonly body: Buffer;
  /** Absent: no baseline held for the node, or the introspection failed. */
  readonly deviations?: KeptDeviations;
  /** How many introspections are kept of a node: the newest with data, and as many of the newest without. */
  readonly keep: number;
}

/** An introspection that is over, as it is kept. */
export interface StoredRun {
  /** Counts the introspections of a node, from 1; never used twice. */
  readonly number: number;
  readonly introspection: string;
  /** null: not known, because the event that told of it is gone. */
  readonly began: RunBeginning | null;
  readonly state: IntrospectionState;
  /** Why it failed; null: it did not. */
  readonly error: string | null;
  readonly startedAt: Timestamp | null;
  readonly finishedAt: Timestamp | null;
  /** The request that it came of, and who sent it as far as that was proved. */
  readonly origin: JsonObject;
  readonly keptData: KeptData;
  /** null: it was compared with no baseline. */
  readonly deviations: KeptDeviations | null;
}

/** The same, with everything that happened in it. */
export interface StoredRunWithBody extends StoredRun {
  readonly body: Buffer;
}

/** Which introspections of a node are read. */
export interface RunPage {
  readonly limit: number;
  /** Only those with smaller numbers. */
  readonly below?: number;
  /** true: only those with data. */
  readonly withData?: boolean;
}

/** The introspections of each node that are over. A change of a record that ends one writes it. */
export interface HistoryRepository {
  /** The newest first. */
  list(uuid: string, page: RunPage): Promise<StoredRun[]>;
  /** One of them; undefined: it is not kept. */
  get(uuid: string, number: number): Promise<StoredRunWithBody | undefined>;
}
