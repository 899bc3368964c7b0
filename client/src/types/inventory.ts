/** The inventory for Ansible. */
export interface Inventory {
  /** null: nothing is stored, and the document is the empty one. */
  readonly revision: string | null;
  /** The document: `_meta.hostvars`, `all`, groups. */
  readonly inventory: object;
}

/** What a change did to an inventory: names, never values. */
export interface InventoryChange {
  readonly hosts_added: readonly string[];
  readonly hosts_removed: readonly string[];
  readonly groups_added: readonly string[];
  readonly groups_removed: readonly string[];
  readonly groups_changed: readonly string[];
  readonly variables_changed: readonly string[];
}

/** A revision of the inventory; what the store does not know is null. */
export interface InventoryRevision {
  readonly revision: string;
  /** Counts the writes. */
  readonly number: number | null;
  readonly author: string | null;
  readonly reason: string | null;
  /** What wrote it. */
  readonly source: string | null;
  /** When it was written, ISO 8601. */
  readonly time: string | null;
  readonly summary: InventoryChange | null;
}

/** A page of revisions, newest first. */
export interface InventoryRevisions {
  readonly revisions: readonly InventoryRevision[];
  /** The `marker` of the next page; null: there is none. */
  readonly next: string | null;
}

/** What came of a change of the inventory. */
export interface InventoryWritten {
  readonly revision: string | null;
  /** false: the document was there already. */
  readonly changed: boolean;
  readonly summary: InventoryChange;
  readonly warnings: readonly string[];
}

/** What came of writing introspected nodes into the inventory. */
export interface InventoryGenerated extends InventoryWritten {
  /** How many introspected nodes there are. */
  readonly nodes: number;
  readonly added: readonly string[];
  /** Hosts of others that now belong to a node. */
  readonly adopted: readonly string[];
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
  /** Hosts whose node is gone. */
  readonly gone: readonly string[];
  /** What was not done, and why, a sentence each. */
  readonly notes: readonly string[];
}
