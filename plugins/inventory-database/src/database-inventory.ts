import { createHash } from 'node:crypto';
import {
  checkExpected,
  InspectorError,
  thrownText,
  type InventoryBackend,
  type InventoryHistoryPage,
  type InventoryHistoryQuery,
  type InventoryQuery,
  type InventoryRevision,
  type InventoryRevisionTable,
  type InventoryWrite,
  type InventoryWritten,
  type RevisionRow,
  type RevisionWithText,
  type StoredInventory,
} from '@inspector/plugin-api';

/** Options of the backend. */
export interface DatabaseInventoryOptions {
  /** Which of the inventories in the database. */
  readonly name: string;
  /** Revisions that stay; 0: all. */
  readonly keep: number;
}

/** How often a forced write goes for the next number when others write at the same time. */
const FORCED_TRIES = 100;

/** An inventory in the database of the service: every write is a row. */
export class DatabaseInventory implements InventoryBackend {
  readonly capabilities = { history: true, atomic: true, conditional: true };
  #closed = false;

  constructor(
    private readonly table: InventoryRevisionTable,
    private readonly options: DatabaseInventoryOptions,
  ) {}

  async load({ revision, signal }: InventoryQuery = {}): Promise<StoredInventory> {
    this.#requireOpen();
    signal?.throwIfAborted();
    if (revision === undefined) {
      const newest = await this.#asked('read', () => this.table.newest(this.options.name));
      return newest === undefined ? NOTHING : this.#stored(newest);
    }
    const number = numberIn(revision);
    const found =
      number === undefined
        ? undefined
        : await this.#asked('read', () => this.table.get(this.options.name, number));
    if (found === undefined || revisionOf(found) !== revision) throw this.#unknown(revision);
    return this.#stored(found);
  }

  async write(text: string, write: InventoryWrite): Promise<InventoryWritten> {
    this.#requireOpen();
    const { author, reason, source, summary, signal } = write;
    const sha256 = digestOf(text);
    for (let tries = 1; ; tries++) {
      signal?.throwIfAborted();
      const newest = await this.#asked('written', () => this.table.newestRow(this.options.name));
      checkExpected(newestRevision(newest), write);
      if (newest?.sha256 === sha256 && (await this.#isIntact(write))) {
        return { revision: revisionOf(newest), changed: false };
      }
      const number = (newest?.number ?? 0) + 1;
      const time = new Date().toISOString();
      const row = { number, sha256, author, reason, source, time, summary, text };
      if (await this.#asked('written', () => this.table.add(this.options.name, row))) {
        await this.#prune();
        return { revision: revisionOf(row), changed: true };
      }
      // Somebody came before: whoever expects a revision is refused by the next look, whoever forces goes on.
      if (tries === FORCED_TRIES) throw this.#crowded();
    }
  }

  async history({ limit, marker, signal }: InventoryHistoryQuery): Promise<InventoryHistoryPage> {
    this.#requireOpen();
    signal?.throwIfAborted();
    const below = marker === undefined ? undefined : numberIn(marker);
    const rows = await this.#asked('read', () =>
      this.table.list(this.options.name, { limit: limit + 1, ...(below !== undefined && { below }) }),
    );
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      revisions: page.map(describe),
      next: rows.length > limit && last !== undefined ? revisionOf(last) : null,
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  /** A forced write may be there to replace a text that was changed by something else. */
  async #isIntact({ force }: InventoryWrite): Promise<boolean> {
    if (force !== true) return true;
    const newest = await this.#asked('read', () => this.table.newest(this.options.name));
    return newest !== undefined && digestOf(newest.text) === newest.sha256;
  }

  /** The document is written by now, so that a failure here must not look like one of the write. */
  async #prune(): Promise<void> {
    const { name, keep } = this.options;
    if (keep === 0) return;
    await this.table.prune(name, keep).catch(() => undefined);
  }

  #stored(found: RevisionWithText): StoredInventory {
    const source = `revision ${found.number} of the inventory "${this.options.name}" in the database`;
    if (digestOf(found.text) === found.sha256) {
      return { text: found.text, revision: revisionOf(found), source, isAsWritten: true };
    }
    throw new InspectorError(
      'INSP_INVENTORY_CORRUPT',
      `The text of ${source} was changed by something else: its digest is not ${found.sha256}. Restore another revision: inspector inventory history, inspector inventory restore REVISION --force`,
    );
  }

  async #asked<T>(what: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (InspectorError.is(error) && error.code.startsWith('INSP_INVENTORY_')) throw error;
      throw this.#failed(what, error);
    }
  }

  #failed(what: string, cause: unknown): InspectorError {
    const isReadOnly = InspectorError.is(cause) && cause.code === 'INSP_DB_READ_ONLY';
    return new InspectorError(
      isReadOnly ? 'INSP_INVENTORY_READ_ONLY' : 'INSP_INVENTORY_UNAVAILABLE',
      `The inventory "${this.options.name}" in the database cannot be ${what}: ${thrownText(cause)}`,
      { cause },
    );
  }

  #unknown(revision: string): InspectorError {
    return new InspectorError(
      'INSP_INVENTORY_REVISION_NOT_FOUND',
      `The inventory "${this.options.name}" in the database has no revision ${revision} (any more). "inspector inventory history" lists what there is.`,
    );
  }

  #crowded(): InspectorError {
    return new InspectorError(
      'INSP_INVENTORY_UNAVAILABLE',
      `The inventory "${this.options.name}" in the database is written by others all the time. Try again.`,
    );
  }

  #requireOpen(): void {
    if (!this.#closed) return;
    throw new InspectorError(
      'INSP_INVENTORY_UNAVAILABLE',
      'The inventory backend "database" was closed. Open it again.',
    );
  }
}

const NOTHING: StoredInventory = { text: null, revision: null, source: 'the database' };

/** `12-9f86d081884c…`: the number orders, the digest makes sure that it is the same document. */
const revisionOf = ({ number, sha256 }: RevisionRow): string => `${number}-${sha256}`;

function numberIn(revision: string): number | undefined {
  const digits = /^([1-9]\d{0,14})-[0-9a-f]{64}$/.exec(revision)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const newestRevision = (
  newest: RevisionRow | undefined,
): { revision: string | null; author?: string; time?: string } =>
  newest === undefined
    ? { revision: null }
    : { revision: revisionOf(newest), author: newest.author, time: newest.time };

const describe = (row: RevisionRow): InventoryRevision => {
  const { number, author, reason, source, time, summary } = row;
  return { revision: revisionOf(row), number, author, reason, source, time, summary };
};
