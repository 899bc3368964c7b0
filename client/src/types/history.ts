import type { HookResult } from './introspections.js';
import type { Json } from './json.js';

/** An introspection that is over. */
export interface Run {
  /** Counts the introspections of a node, from 1; never used twice. */
  readonly number: number;
  /** Id of the introspection; data that are processed again keep it. */
  readonly introspection: string;
  /**
   * `start`: by request; `recognise`, `enroll`: a machine in use, or an unknown one, posted data; `reapply`: its data were
   * processed again; null: not known.
   */
  readonly began: 'start' | 'recognise' | 'enroll' | 'reapply' | null;
  readonly state: 'finished' | 'error';
  readonly error: string | null;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  /** The request that it came of, as the log names it. */
  readonly request_id: string | null;
  /** Who sent that request, as far as that was proved. */
  readonly user: string | null;
  /** `inventory`: the data of plugins were too long; `none`: there were none, or they were too long. */
  readonly kept_data: 'all' | 'inventory' | 'none';
  /** Whether the hardware deviated from the baseline; null: none held, or the introspection failed. */
  readonly degraded: boolean | null;
  /** The parts that deviated, the first 50 of them; null: nothing was compared. */
  readonly deviations: Deviations | null;
}

/** How the hardware that an introspection found deviated from the baseline that held then. */
export interface Deviations {
  readonly baseline: 'node' | 'class';
  /** The resource class; null: the baseline was that of the node. */
  readonly class: string | null;
  readonly count: number;
  readonly parts: readonly Omit<Difference, 'from' | 'to'>[];
}

/** A change of a node that a hook or a rule asked for. */
export interface RunChange {
  /** `hook <name>` or `rule <UUID>`; null: the service. */
  readonly by: string | null;
  readonly target: string;
  readonly op: string;
  readonly path?: string;
  readonly value?: Json;
}

/** All that is kept of an introspection. */
export interface RunDetails extends Run {
  readonly hooks: readonly HookResult[];
  /** Rules whose conditions held. */
  readonly rules: readonly {
    readonly uuid: string;
    readonly name: string;
    readonly outcome: 'applied' | 'failed' | 'not reached';
  }[];
  readonly changes: readonly RunChange[];
  readonly changes_left_out: number;
  /** Introspection data as hooks left them. */
  readonly data: { readonly [name: string]: Json } | null;
}

/** Values of a part of a machine. Sizes of disks are bytes, sizes of memory MiB. */
export type Facts = { readonly [name: string]: string | number | boolean };

/** A part of a machine that is not as it was. */
export interface Difference {
  readonly change: 'added' | 'removed' | 'moved' | 'changed';
  readonly part:
    | 'system'
    | 'firmware'
    | 'bmc'
    | 'cpu'
    | 'memory'
    | 'memory module'
    | 'disk'
    | 'network card'
    | 'PCI device';
  /** What the part is known by; where it is changed, as it was before. */
  readonly name: string;
  /** What differs, places included; empty for parts that were added or removed. */
  readonly fields: readonly {
    readonly field: string;
    readonly from: string | number | boolean | null;
    readonly to: string | number | boolean | null;
  }[];
  /** What is known of the part before; null: it was added. */
  readonly from: Facts | null;
  /** What is known of the part now; null: it was removed. */
  readonly to: Facts | null;
}

/** How the hardware of a node differs between two introspections. */
export interface Differences {
  readonly uuid: string;
  readonly from: Run;
  readonly to: Run;
  readonly differences: readonly Difference[];
}
