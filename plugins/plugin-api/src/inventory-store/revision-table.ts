import type { InventoryChange } from '../inventory/types.js';

/** A revision as the database has it. */
export interface RevisionRow {
  /** Counts the writes of the inventory, 1 for the first. */
  readonly number: number;
  /** SHA-256 of the text, in hexadecimal. */
  readonly sha256: string;
  readonly author: string;
  readonly reason: string;
  readonly source: string;
  /** When it was written, ISO 8601 in UTC. */
  readonly time: string;
  readonly summary: InventoryChange | null;
}

/** A revision with its document. */
export interface RevisionWithText extends RevisionRow {
  readonly text: string;
}

/**
 * The revisions of inventories in the database of the service, for the inventory backend that lives there. Several
 * inventories lie side by side under names of at most 64 characters. What the database fails with is `INSP_DB_*`.
 */
export interface InventoryRevisionTable {
  /**
   * The newest revision; undefined: nothing was ever written.
   *
   * @throws `INSP_INVENTORY_CORRUPT` where it was written and is not there
   */
  newest(inventory: string): Promise<RevisionWithText | undefined>;
  /** The newest revision without its document. */
  newestRow(inventory: string): Promise<RevisionRow | undefined>;
  /** A certain revision; undefined: it is not there (any more). */
  get(inventory: string, number: number): Promise<RevisionWithText | undefined>;
  /**
   * Adds the revision that follows another one, if that is still the newest. Nothing else is changed otherwise.
   *
   * @param row - `number` is one more than the newest has, or 1
   * @returns false: another revision has come before
   * @throws `INSP_INVENTORY_TOO_LARGE` where the server takes no text as long as this one
   */
  add(inventory: string, row: RevisionWithText): Promise<boolean>;
  /** Revisions without documents, the newest first. `below`: only those with a smaller number. */
  list(inventory: string, page: { readonly limit: number; readonly below?: number }): Promise<RevisionRow[]>;
  /** Deletes all but the newest so many. */
  prune(inventory: string, keep: number): Promise<void>;
}
