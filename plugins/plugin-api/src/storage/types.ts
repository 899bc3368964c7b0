/** What optional parts a storage backend offers; the conformance suite skips what is false. */
export interface StorageCapabilities {
  /** `delete` exists. */
  readonly delete: boolean;
  /** `list` exists. */
  readonly list: boolean;
  /** Saving works only for nodes that have an introspection record (database). */
  readonly needsRecord: boolean;
  /** Whatever is saved can be read again; false for the backend that keeps nothing. */
  readonly keeps: boolean;
}

/** One stored document, as `list` names it. */
export interface StoredDataKey {
  readonly uuid: string;
  /** true: processed data; false: the data as the ramdisk sent them. */
  readonly processed: boolean;
}

/**
 * A place for introspection data. Data travel as JSON *text*, which a backend keeps byte for byte; `logs`
 * was cut out before. `save` overwrites.
 *
 * Errors: nothing stored is `INSP_DATA_NOT_FOUND` with the message
 * `Introspection data not found for node <uuid>, processed=<True|False>`; a backend that keeps nothing throws
 * `INSP_STORAGE_DISABLED` from `get`; everything else is `INSP_STORAGE_FAILED` and says what failed.
 */
export interface StorageBackend {
  readonly capabilities: StorageCapabilities;
  get(uuid: string, processed: boolean): Promise<string>;
  save(uuid: string, data: string, processed: boolean): Promise<void>;
  /** Forgets both kinds of a node's data; nothing stored is fine. */
  delete?(uuid: string): Promise<void>;
  /** All stored documents, in no order; called with large stores, so it yields as it reads. */
  list?(): AsyncIterable<StoredDataKey>;
  close?(): Promise<void>;
}
