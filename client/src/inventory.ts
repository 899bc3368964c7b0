import type { RequestOptions } from './request-options.js';
import type { Transport } from './transport.js';
import type { Inventory, InventoryGenerated, InventoryRevisions, InventoryWritten } from './types.js';

/** How an inventory is written. */
export interface InventoryWriteOptions extends RequestOptions {
  /** The revision that the change was made from; null: nothing was stored. */
  readonly expected?: string | null;
  /** Why, for the history. */
  readonly reason?: string;
  /** true: written whatever is stored. */
  readonly force?: boolean;
}

/** The inventory for Ansible. */
export interface InventoryClient {
  /** The newest inventory, or a former one; {@link getText} keeps its numbers as they were written. */
  get(options?: RequestOptions & { readonly revision?: string }): Promise<Inventory>;
  /** The same as JSON text, numbers as they were written. */
  getText(options?: RequestOptions & { readonly revision?: string }): Promise<string>;
  /** Replaces the inventory by an object, or by JSON text that is sent as it is. Needs `expected` or `force`. */
  replace(inventory: object | string, options: InventoryWriteOptions): Promise<InventoryWritten>;
  /** Revisions, newest first; `marker` is `next` of the page before. */
  history(
    options?: RequestOptions & { readonly limit?: number; readonly marker?: string },
  ): Promise<InventoryRevisions>;
  /** Makes a former revision the newest one. */
  restore(revision: string, options?: InventoryWriteOptions): Promise<InventoryWritten>;
  /** Writes introspected nodes into the inventory; `rename` gives hosts the present names of their nodes. */
  generate(options?: InventoryWriteOptions & { readonly rename?: boolean }): Promise<InventoryGenerated>;
}

const INVENTORY = ['v1', 'inventory'];

/** Makes the part of the client that works on the inventory. */
export function createInventoryClient({ objectText, json }: Transport): InventoryClient {
  return {
    get: ({ signal, revision } = {}) =>
      json({ method: 'GET', path: INVENTORY, query: { revision }, signal }, 'inventory'),
    getText: ({ signal, revision } = {}) =>
      objectText({ method: 'GET', path: INVENTORY, query: { revision }, signal }),
    replace: (inventory, { signal, ...options }) => {
      const document = typeof inventory === 'string' ? inventory : JSON.stringify(inventory);
      const rest = JSON.stringify(options).slice(1);
      // The text goes into the request as it is: its numbers may have a form that JavaScript would not write.
      const body = `{"inventory":${document}${rest === '}' ? '}' : `,${rest}`}`;
      return json({ method: 'PUT', path: INVENTORY, body, signal }, 'revision');
    },
    history: ({ signal, limit, marker } = {}) =>
      json({ method: 'GET', path: [...INVENTORY, 'history'], query: { limit, marker }, signal }, 'revisions'),
    restore: (revision, { signal, ...options } = {}) => {
      const body = JSON.stringify({ revision, ...options });
      return json({ method: 'POST', path: [...INVENTORY, 'restore'], body, signal }, 'revision');
    },
    generate: ({ signal, ...options } = {}) =>
      json(
        { method: 'POST', path: [...INVENTORY, 'generate'], body: JSON.stringify(options), signal },
        'revision',
      ),
  };
}
