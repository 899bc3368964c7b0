import type {
  InventoryCapabilities,
  InventoryHistoryPage,
  InventoryHistoryQuery,
  JsonObject,
} from '@inspector/plugin-api';
import type { InventoryChange, InventoryDocument } from '@inspector/plugin-api/inventory';

/** A document of the store. */
export interface LoadedInventory {
  /** Valid, and nobody else's: it may be changed. */
  readonly inventory: InventoryDocument;
  /** null: nothing is stored; the document is the empty one then. */
  readonly revision: string | null;
  /** Where it is, for messages. */
  readonly source: string;
  /** The canonical text of the document. */
  readonly text: string;
}

/** On whose behalf an inventory is changed, and under which condition. */
export interface ChangeBy {
  readonly author: string;
  readonly reason: string;
  /** What changes it, such as `inspector inventory import`. */
  readonly source: string;
  /** The revision that the change was decided on; null: nothing was stored. Absent: the one that is stored now. */
  readonly expected?: string | null;
  /** true: whatever is stored is replaced, also where it cannot be read. The log tells of it. */
  readonly force?: boolean;
  readonly signal?: AbortSignal;
}

/** What came of a change. */
export interface ChangedInventory {
  /** What the store holds now; null: nothing. */
  readonly revision: string | null;
  /** false: the document was as it should be, and nothing was written. */
  readonly changed: boolean;
  readonly summary: InventoryChange;
  /** What somebody should know about the document, a sentence each. */
  readonly warnings: readonly string[];
}

/**
 * The inventory of one backend, for everything that reads and changes it. Documents are checked here, before a backend sees
 * them and after it gave them.
 */
export interface InventoryAccess {
  /** Name of the backend. */
  readonly backend: string;
  readonly capabilities: InventoryCapabilities;
  /**
   * Reads the newest document, or a former one.
   *
   * @throws `INSP_INVENTORY_CORRUPT`, `INSP_INVENTORY_INVALID`, `INSP_INVENTORY_TOO_LARGE`, and what the backend throws
   */
  load(revision?: string): Promise<LoadedInventory>;
  /**
   * The variables of one host, without reading the others where the store allows it; undefined: there is no such host.
   *
   * @throws as `load`
   */
  hostVars(host: string): Promise<JsonObject | undefined>;
  /**
   * Loads, applies a change, and writes what came of it. Where somebody else has written meanwhile, it begins anew, five
   * times at most, unless `expected` is given. Changes of one process wait for each other.
   *
   * @param apply - may change the document it gets; called once for each attempt
   * @throws `INSP_INVENTORY_CONFLICT`, `INSP_INVENTORY_INVALID`, `INSP_INVENTORY_TOO_LARGE`, `INSP_INVENTORY_SECRETS`; nothing
   *   was written then
   */
  change(
    apply: (inventory: InventoryDocument) => InventoryDocument | Promise<InventoryDocument>,
    by: ChangeBy,
  ): Promise<ChangedInventory>;
  /** Makes a former document the newest one, as a new revision. */
  restore(revision: string, by: ChangeBy): Promise<ChangedInventory>;
  /** @throws `INSP_INVENTORY_UNSUPPORTED` where the backend keeps no history */
  history(query: InventoryHistoryQuery): Promise<InventoryHistoryPage>;
  close(): Promise<void>;
}

/** Where the inventory of the service comes from. */
export interface InventorySource {
  /**
   * Opens it when it is asked for the first time.
   *
   * @throws problems of the plugin that keeps it
   */
  open(): Promise<InventoryAccess>;
}
