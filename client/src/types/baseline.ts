import type { Difference, Run } from './history.js';
import type { Hardware } from './machine.js';

/** The hardware that a node should have, or each node of a class that has no baseline of its own. */
export interface Baseline {
  readonly kind: 'node' | 'class';
  /** The node; null: it is for a class. */
  readonly uuid: string | null;
  /** The resource class; null: it is for a node. */
  readonly class: string | null;
  /** The introspection that it was taken from. */
  readonly source: { readonly uuid: string; readonly number: number };
  readonly set_at: string;
  /** Who set it, as far as that was proved. */
  readonly user: string | null;
  readonly hardware: Hardware;
}

/** What a baseline is for: a node, or a resource class. */
export type BaselineScope = { readonly node: string } | { readonly class: string };

/** How the hardware that was found last differs from what a node should have now. */
export interface BaselineCheck {
  readonly uuid: string;
  readonly baseline: Baseline;
  /** The introspection that found it. */
  readonly run: Run;
  readonly degraded: boolean;
  readonly differences: readonly Difference[];
}
