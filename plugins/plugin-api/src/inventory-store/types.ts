import type { InventoryChange } from '../inventory/types.js';

/** What an inventory backend can do; the conformance suite skips what is false. */
export interface InventoryCapabilities {
  /** `history` exists, and `load` takes a revision. */
  readonly history: boolean;
  /** A write is all or nothing: a reader, and whoever comes after a crash, finds one whole document. */
  readonly atomic: boolean;
  /** The store itself compares `expected`, so that of two processes that write at the same time one is refused. */
  readonly conditional: boolean;
  /** Bytes of the longest text the store takes; absent: it has no limit of its own. */
  readonly maxBytes?: number;
}

/** What `load` found. */
export interface StoredInventory {
  /** The document as text; null: nothing is stored. It need not be in canonical form: somebody may have edited it. */
  readonly text: string | null;
  /** What this state of the store is called, an opaque text; null: nothing is stored. */
  readonly revision: string | null;
  /** Where the text is, for messages: a path, or `revision 12 in the database`. */
  readonly source: string;
  /**
   * true: the store knows, by a digest that was kept with it, that this is byte for byte what `write` got. It was checked then, and is
   * not checked again, which takes most of the time of a look. Absent: not known.
   */
  readonly isAsWritten?: boolean;
}

/** How a document is to be written, and what is remembered about it. */
export interface InventoryWrite {
  /** The revision the change was made from; null: nothing was stored. Must be given unless `force` is true. */
  readonly expected?: string | null;
  /** true: written whatever is stored. */
  readonly force?: boolean;
  /** Who wants it: a user, or a program on its own account. */
  readonly author: string;
  /** Why, in the words of the author; may be empty. */
  readonly reason: string;
  /** What wrote it, such as `inspector inventory import`. */
  readonly source: string;
  /** What the change does, names only; null: not known. */
  readonly summary: InventoryChange | null;
  /** Ends the write when it aborts: it rejects with the reason, and the store holds the old or the new document. */
  readonly signal?: AbortSignal;
}

/** What came of a write. */
export interface InventoryWritten {
  /** What the store holds now. */
  readonly revision: string;
  /** false: the text was there already; nothing was written, and there is no new revision. */
  readonly changed: boolean;
}

/** One revision of an inventory. What the store does not know is null. */
export interface InventoryRevision {
  readonly revision: string;
  /** Counts the writes, 1 for the first. */
  readonly number: number | null;
  readonly author: string | null;
  readonly reason: string | null;
  readonly source: string | null;
  /** When it was written, ISO 8601 in UTC. Orders nothing: clocks differ. */
  readonly time: string | null;
  readonly summary: InventoryChange | null;
}

/** Some revisions, newest first. */
export interface InventoryHistoryPage {
  readonly revisions: readonly InventoryRevision[];
  /** The `marker` of the next page; null: this is the last one. */
  readonly next: string | null;
}

/** Which revisions are wanted. */
export interface InventoryHistoryQuery {
  /** At most so many, at least 1. */
  readonly limit: number;
  /** `next` of the page before; absent: the newest. */
  readonly marker?: string;
  readonly signal?: AbortSignal;
}

/** Which document is wanted. */
export interface InventoryQuery {
  /** Absent: the newest. */
  readonly revision?: string;
  readonly signal?: AbortSignal;
}

/**
 * A place for one inventory. Documents travel as JSON *text*: the service has checked shape and size before it writes,
 * and parses what it loads. A backend that takes a document apart must be able to put the same text together again.
 *
 * Errors: `INSP_INVENTORY_CONFLICT` (see `checkExpected`), `INSP_INVENTORY_UNAVAILABLE` for a store that does not answer,
 * in bounded time, and for every use after `close`; `INSP_INVENTORY_UNAUTHORISED` for credentials that are refused;
 * `INSP_INVENTORY_READ_ONLY` with the place; `INSP_INVENTORY_CORRUPT` for what is stored and cannot be understood, which is
 * never taken for an empty store; `INSP_INVENTORY_TOO_LARGE`; `INSP_INVENTORY_REVISION_NOT_FOUND`. No message has a password.
 */
export interface InventoryBackend {
  readonly capabilities: InventoryCapabilities;
  /**
   * Reads a document. Never changes the store, and makes nothing that is not there.
   *
   * @throws `INSP_INVENTORY_REVISION_NOT_FOUND` where the revision asked for is not kept (any more)
   */
  load(query?: InventoryQuery): Promise<StoredInventory>;
  /**
   * Stores a document as the newest revision.
   *
   * @throws `INSP_INVENTORY_CONFLICT` where the newest revision is not the one expected; nothing is changed then
   */
  write(text: string, write: InventoryWrite): Promise<InventoryWritten>;
  /** The revisions that `load` can give, newest first. Pages stay in step while others write. */
  history?(query: InventoryHistoryQuery): Promise<InventoryHistoryPage>;
  /** Releases everything; a second call does nothing. */
  close?(): Promise<void>;
}
