import {
  checkExpected,
  InspectorError,
  type InventoryBackend,
  type InventoryHistoryPage,
  type InventoryHistoryQuery,
  type InventoryQuery,
  type InventoryRevision,
  type InventoryWrite,
  type InventoryWritten,
  type StoredInventory,
} from '@inspector/plugin-api';

interface Version extends InventoryRevision {
  readonly number: number;
  readonly text: string;
}

/** What is stored: several backends may share it, as several processes share a server. */
export class MemoryStore {
  /** Oldest first. */
  versions: Version[] = [];
}

/** An inventory in memory. */
export class MemoryInventory implements InventoryBackend {
  readonly capabilities = { history: true, atomic: true, conditional: true };
  #closed = false;

  constructor(
    private readonly store: MemoryStore,
    private readonly keep: number,
  ) {}

  async load({ revision }: InventoryQuery = {}): Promise<StoredInventory> {
    this.#requireOpen();
    const { versions } = this.store;
    const found =
      revision === undefined ? versions.at(-1) : versions.find((version) => version.revision === revision);
    if (found !== undefined) {
      return { text: found.text, revision: found.revision, source: `revision ${found.revision} in memory` };
    }
    if (revision === undefined) return { text: null, revision: null, source: 'memory' };
    throw new InspectorError(
      'INSP_INVENTORY_REVISION_NOT_FOUND',
      `The inventory backend "memory" has no revision ${revision} (any more).`,
    );
  }

  /** Nothing here waits, so nobody can write between the check and the write. */
  async write(text: string, write: InventoryWrite): Promise<InventoryWritten> {
    this.#requireOpen();
    write.signal?.throwIfAborted();
    const newest = this.store.versions.at(-1);
    checkExpected(newest ?? { revision: null }, write);
    if (newest?.text === text) return { revision: newest.revision, changed: false };
    const number = (newest?.number ?? 0) + 1;
    const revision = String(number);
    const { author, reason, source, summary } = write;
    const time = new Date().toISOString();
    const version = { revision, number, text, author, reason, source, summary, time };
    this.store.versions = [...this.store.versions, version].slice(-this.keep);
    return { revision, changed: true };
  }

  async history({ limit, marker }: InventoryHistoryQuery): Promise<InventoryHistoryPage> {
    this.#requireOpen();
    const below = marker === undefined ? Infinity : Number(marker);
    const rest = this.store.versions.filter(({ number }) => number < below).reverse();
    const page = rest.slice(0, limit);
    const revisions = page.map(({ text: _text, ...revision }) => revision);
    return { revisions, next: rest.length > limit ? String(page.at(-1)?.number) : null };
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #requireOpen(): void {
    if (!this.#closed) return;
    throw new InspectorError('INSP_INVENTORY_UNAVAILABLE', 'The inventory backend "memory" was closed.');
  }
}
