import { setTimeout as pause } from 'node:timers/promises';
import {
  InspectorError,
  type InventoryBackend,
  type InventoryHistoryPage,
  type InventoryHistoryQuery,
  type InventoryWrite,
  type JsonObject,
  type StoredInventory,
} from '@inspector/plugin-api';
import {
  assertInventoryShape,
  assertValidInventory,
  emptyInventory,
  INVENTORY_LIMITS,
  inventoryChange,
  inventoryText,
  parseInventory,
  varsOfHost,
  varsOfHostIn,
  type InventoryDocument,
  type InventoryLimits,
} from '@inspector/plugin-api/inventory';
import { copyJson, isJsonObject, readJson } from '@inspector/plugin-api/json';
import type { Log } from '../log/log.js';
import { checkSecrets } from './check-secrets.js';
import { shortChange } from './short-change.js';
import type { ChangeBy, ChangedInventory, InventoryAccess, LoadedInventory } from './types.js';

/** What an access is made with. */
export interface InventoryAccessOptions {
  /** Name of the backend. */
  readonly name: string;
  /** Options `inventory.maxBytes` and `inventory.secrets`. */
  readonly maxBytes: number;
  readonly secrets: 'warn' | 'reject' | 'allow';
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** Called by `close`, after the backend was closed. */
  readonly release?: () => Promise<void>;
}

/** What is stored; without a text: it cannot be read. */
type PresentInventory = Omit<LoadedInventory, 'text'> & { readonly text: string | undefined };

/** How often a change is begun anew because somebody else has written. */
const REPEATS = 5;
/** Milliseconds of the first pause before that, at most; each further one may be twice as long. */
const FIRST_PAUSE = 20;

/** Stands between a backend and everything that uses it. */
export function createInventoryAccess(
  backend: InventoryBackend,
  options: InventoryAccessOptions,
): InventoryAccess {
  return new BackendAccess(backend, options);
}

class BackendAccess implements InventoryAccess {
  readonly #limits: InventoryLimits;
  /** The change before the next one. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly store: InventoryBackend,
    private readonly options: InventoryAccessOptions,
  ) {
    const { maxBytes = Infinity } = store.capabilities;
    this.#limits = { ...INVENTORY_LIMITS, maxBytes: Math.min(options.maxBytes, maxBytes) };
  }

  get backend(): string {
    return this.options.name;
  }

  get capabilities(): InventoryBackend['capabilities'] {
    return this.store.capabilities;
  }

  async load(revision?: string): Promise<LoadedInventory> {
    if (revision !== undefined) this.#requireHistory();
    return this.#read(revision);
  }

  async hostVars(host: string): Promise<JsonObject | undefined> {
    const stored = await this.store.load();
    if (stored.text === null) return undefined;
    if (stored.isAsWritten === true) return varsOfHostIn(stored.text, host);
    const inventory = parseInventory(stored.text, stored.source);
    assertInventoryShape(inventory, stored.source, this.#limits);
    return varsOfHost(inventory, host);
  }

  change(
    apply: (inventory: InventoryDocument) => InventoryDocument | Promise<InventoryDocument>,
    by: ChangeBy,
  ): Promise<ChangedInventory> {
    const changed = this.#last.then(() => this.#repeat(apply, by));
    this.#last = changed.catch(() => undefined);
    return changed;
  }

  async restore(revision: string, by: ChangeBy): Promise<ChangedInventory> {
    const { inventory } = await this.load(revision);
    return this.change(() => inventory, by);
  }

  async history(query: InventoryHistoryQuery): Promise<InventoryHistoryPage> {
    const history = this.#requireHistory();
    return history(query);
  }

  async close(): Promise<void> {
    await this.store.close?.();
    await this.options.release?.();
  }

  async #repeat(
    apply: (inventory: InventoryDocument) => InventoryDocument | Promise<InventoryDocument>,
    by: ChangeBy,
  ): Promise<ChangedInventory> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#attempt(apply, by);
      } catch (error) {
        if (by.expected !== undefined || attempt === REPEATS || !isConflict(error)) throw error;
      }
      await pause(Math.random() * FIRST_PAUSE * 2 ** attempt, undefined, { signal: by.signal });
    }
  }

  async #attempt(
    apply: (inventory: InventoryDocument) => InventoryDocument | Promise<InventoryDocument>,
    by: ChangeBy,
  ): Promise<ChangedInventory> {
    by.signal?.throwIfAborted();
    const before = await this.#present(by);
    const after = await apply(copyJson(before.inventory));
    const text = assertValidInventory(after, 'the change', this.#limits);
    const warnings = checkSecrets(before.inventory, after, this.options.secrets);
    const summary = inventoryChange(before.inventory, after);
    const isEqual = before.text === text;
    const expected = by.expected === undefined ? before.revision : by.expected;
    if (isEqual && (by.force === true || expected === before.revision)) {
      return { revision: before.revision, changed: false, summary, warnings };
    }
    const { author, reason, source, signal } = by;
    const write: InventoryWrite = {
      ...(by.force === true ? { force: true } : { expected }),
      author,
      reason,
      source,
      summary: shortChange(summary),
      ...(signal && { signal }),
    };
    const { revision, changed } = await this.store.write(text, write);
    this.#tell(by, revision, before.revision);
    return { revision, changed, summary, warnings };
  }

  /** What is stored. A forced change also replaces what cannot be read. */
  async #present(by: ChangeBy): Promise<PresentInventory> {
    try {
      return await this.#read();
    } catch (error) {
      if (by.force !== true || !isUnreadable(error)) throw error;
      return { inventory: emptyInventory(), revision: null, source: '', text: undefined };
    }
  }

  async #read(wanted?: string): Promise<LoadedInventory> {
    const stored = await this.store.load(wanted === undefined ? {} : { revision: wanted });
    if (stored.text !== null) return this.#checked(stored, stored.text);
    const inventory = emptyInventory();
    return { inventory, revision: null, source: stored.source, text: inventoryText(inventory) };
  }

  /** The document in a text, which is examined unless the store knows that it was when it was written. */
  #checked({ revision, source, isAsWritten = false }: StoredInventory, text: string): LoadedInventory {
    const bytes = Buffer.byteLength(text);
    if (bytes > this.#limits.maxBytes) {
      throw new InspectorError(
        'INSP_INVENTORY_TOO_LARGE',
        `The inventory in ${source} has ${bytes} bytes, and ${this.#limits.maxBytes} are allowed. Raise inventory.maxBytes if it is meant to be so large.`,
      );
    }
    const known = isAsWritten ? readJson(text) : undefined;
    if (isJsonObject(known)) return { inventory: known, revision, source, text };
    const inventory = parseInventory(text, source);
    return { inventory, revision, source, text: assertValidInventory(inventory, source, this.#limits) };
  }

  #tell({ author, reason, source, force }: ChangeBy, revision: string, before: string | null): void {
    const fields = { inventory: this.backend, revision, before, author, reason, source };
    if (force === true) this.options.log.warn(fields, 'inventory was written by force');
    else this.options.log.info(fields, 'inventory was written');
  }

  #requireHistory(): (query: InventoryHistoryQuery) => Promise<InventoryHistoryPage> {
    const { history } = this.store;
    if (history !== undefined && this.capabilities.history) return history.bind(this.store);
    throw new InspectorError(
      'INSP_INVENTORY_UNSUPPORTED',
      `The inventory backend "${this.backend}" keeps no former revisions. Backends that do: filesystem, database, and craton with its option history.`,
    );
  }
}

const isConflict = (error: unknown): boolean =>
  InspectorError.is(error) && error.code === 'INSP_INVENTORY_CONFLICT';

const isUnreadable = (error: unknown): boolean =>
  InspectorError.is(error) &&
  ['INSP_INVENTORY_CORRUPT', 'INSP_INVENTORY_INVALID', 'INSP_INVENTORY_TOO_LARGE'].includes(error.code);
