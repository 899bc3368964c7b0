import type { Timestamp } from '@inspector/plugin-api';
import type { HardwareSummary } from './summary-types.js';

/** What a baseline is for: one node, or all nodes of a resource class that have none of their own. */
export type BaselineScope =
  { readonly kind: 'node'; readonly uuid: string } | { readonly kind: 'class'; readonly name: string };

/** The hardware that nodes should have, as it is kept. */
export interface StoredBaseline {
  readonly scope: BaselineScope;
  /** The introspection that it was taken from: UUID of the node, and number. */
  readonly source: { readonly uuid: string; readonly number: number };
  readonly setAt: Timestamp;
  /** Who set it, as far as that was proved. */
  readonly author: string | null;
  readonly summary: HardwareSummary;
}

/** The same, with the parts of the machine. */
export interface StoredBaselineWithBody extends StoredBaseline {
  /** The parts, compressed. See `history/baseline.ts`. */
  readonly body: Buffer;
}

/** The hardware that nodes should have. */
export interface BaselineRepository {
  /** All of them, by their scope. */
  list(): Promise<StoredBaseline[]>;
  /** That of a scope; undefined: there is none. */
  get(scope: BaselineScope): Promise<StoredBaselineWithBody | undefined>;
  /** Pins one, in the place of the one before. */
  set(baseline: StoredBaselineWithBody): Promise<void>;
  /** Removes one; false: there was none. */
  clear(scope: BaselineScope): Promise<boolean>;
  /**
   * The one that holds for a node: its own, else that of its class. Where there are none at all this is known without a
   * question, for a second at most.
   *
   * @param classOf - asked for the resource class of the node, where a class has a baseline; null: it has none
   */
  applying(uuid: string, classOf: () => Promise<string | null>): Promise<StoredBaselineWithBody | undefined>;
}
