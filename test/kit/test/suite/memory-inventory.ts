import {
  checkExpected,
  InspectorError,
  type InventoryBackend,
  type InventoryHistoryQuery,
  type InventoryQuery,
  type InventoryRevision,
  type InventoryWrite,
  type StoredInventory,
} from '@inspector/plugin-api';
import type { InventoryUnderTest } from '../../src/index.js';

/** A version in memory. */
export interface MemoryVersion extends InventoryRevision {
  readonly revision: string;
  readonly text: string;
}

/** What several instances share: the store. */
export interface MemoryStore {
  versions: MemoryVersion[];
  state: 'works' | 'away' | 'refuses' | 'read-only';
}

/** A correct inventory backend whose parts tests make wrong. */
export class MemoryInventory implements InventoryBackend {
  readonly capabilities: InventoryBackend['capabilities'] = {
    history: true,
    atomic: true,
    conditional: true,
    maxBytes: 6_500_000,
  };
  closed = false;

  constructor(readonly store: MemoryStore) {}

  check(): void {
    if (this.closed) throw new InspectorError('INSP_INVENTORY_UNAVAILABLE', 'closed');
    if (this.store.state === 'away') throw new InspectorError('INSP_INVENTORY_UNAVAILABLE', 'no answer');
    if (this.store.state === 'refuses')
      throw new InspectorError('INSP_INVENTORY_UNAUTHORISED', 'not for inspector');
  }

  newest(): MemoryVersion | undefined {
    return this.store.versions.at(-1);
  }

  async load({ revision }: InventoryQuery = {}): Promise<StoredInventory> {
    this.check();
    if (revision === undefined) {
      const newest = this.newest();
      return { text: newest?.text ?? null, revision: newest?.revision ?? null, source: 'memory' };
    }
    const found = this.store.versions.find((version) => version.revision === revision);
    if (found === undefined) throw new InspectorError('INSP_INVENTORY_REVISION_NOT_FOUND', `no ${revision}`);
    return { text: found.text, revision, source: 'memory' };
  }

  async write(text: string, write: InventoryWrite): Promise<{ revision: string; changed: boolean }> {
    this.check();
    write.signal?.throwIfAborted();
    if (this.store.state === 'read-only') throw new InspectorError('INSP_INVENTORY_READ_ONLY', 'memory');
    const { maxBytes = Infinity } = this.capabilities;
    if (text.length > maxBytes) throw new InspectorError('INSP_INVENTORY_TOO_LARGE', 'too large');
    return this.commit(text, write);
  }

  async commit(text: string, write: InventoryWrite): Promise<{ revision: string; changed: boolean }> {
    const newest = this.newest();
    checkExpected(newest ?? { revision: null }, write);
    if (newest?.text === text) return { revision: newest.revision, changed: false };
    return { revision: this.add(text, write), changed: true };
  }

  add(text: string, { author, reason, source, summary }: InventoryWrite): string {
    const number = this.store.versions.length + 1;
    const revision = `r${number}`;
    const time = new Date().toISOString();
    this.store.versions.push({ revision, number, author, reason, source, summary, time, text });
    return revision;
  }

  async history({ limit, marker }: InventoryHistoryQuery) {
    this.check();
    const all = [...this.store.versions].reverse().map(({ text: _text, ...revision }) => revision);
    const begin = marker === undefined ? 0 : all.findIndex(({ revision }) => revision === marker) + 1;
    const revisions = all.slice(begin, begin + limit);
    const next = begin + limit < all.length ? (revisions.at(-1)?.revision ?? null) : null;
    return { revisions, next };
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}

/** What the suite needs around a backend in memory. */
export function underTest(make: (store: MemoryStore) => MemoryInventory): InventoryUnderTest {
  const store: MemoryStore = { versions: [], state: 'works' };
  return {
    backend: make(store),
    another: async () => make(store),
    elsewhere: async () => make({ versions: [], state: 'works' }),
    async breakIt() {
      store.state = 'away';
    },
    async mendIt() {
      store.state = 'works';
    },
    async lockOut() {
      store.state = 'refuses';
    },
    async makeReadOnly() {
      store.state = 'read-only';
    },
    async damage() {
      store.versions = store.versions.map((version) => ({ ...version, text: version.text.slice(0, -5) }));
    },
    inside: async () => JSON.stringify(store.versions),
    secrets: ['swordfish'],
    cleanUp: async () => {},
  };
}
