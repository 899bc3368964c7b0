import type { JsonObject } from '../json/types.js';

/**
 * An inventory for Ansible: one JSON object with `_meta.hostvars` (the only list of all hosts), `all.vars`, and a
 * member for each group (`hosts`, `children`, `vars`). Numbers keep what they were written as (see `readJson`). Every
 * name in it is data: read own members only.
 */
export type InventoryDocument = JsonObject;

/** Something that is wrong with a document, and where. */
export interface InventoryFinding {
  /** JSON path such as `storage_hosts.hosts[3]`; `$` is the whole document. */
  readonly path: string;
  /** What is wrong, as the end of a sentence that begins with the path. */
  readonly message: string;
}

/** How large a document may be. */
export interface InventoryLimits {
  /** Bytes of the canonical text. */
  readonly maxBytes: number;
  /** Hosts in `_meta.hostvars`. */
  readonly maxHosts: number;
  /** Objects and lists inside each other, the document itself included. */
  readonly maxDepth: number;
  /** Characters of the name of a host or a group. */
  readonly maxName: number;
}

/** What two documents have different. Names only, sorted: values may be secret. */
export interface InventoryChange {
  readonly hostsAdded: readonly string[];
  readonly hostsRemoved: readonly string[];
  readonly groupsAdded: readonly string[];
  readonly groupsRemoved: readonly string[];
  /** Groups in both whose hosts or children are not the same, or not in the same order. */
  readonly groupsChanged: readonly string[];
  /** Variables that differ for a host or a group that is in both. */
  readonly variablesChanged: readonly string[];
}

/** A document that was made of another form, and what to tell about it. */
export interface ReadInventory {
  readonly inventory: InventoryDocument;
  /** What the other form did not say, a sentence each. */
  readonly warnings: readonly string[];
}
