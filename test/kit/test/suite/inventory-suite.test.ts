import { expect } from 'chai';
import { InspectorError, type InventoryWrite } from '@inspector/plugin-api';
import { inventoryText, parseInventory } from '@inspector/plugin-api/inventory';
import { inventorySuite } from '../../src/index.js';
import { failuresOf, outcomesOf } from './collected.js';
import { MemoryInventory, underTest, type MemoryStore } from './memory-inventory.js';

inventorySuite({
  describe,
  it,
  name: 'memory inventory',
  create: async () => underTest((store) => new MemoryInventory(store)),
});

const failuresWith = async (make: (store: MemoryStore) => MemoryInventory): Promise<string[]> =>
  failuresOf(
    await outcomesOf((functions) =>
      inventorySuite({ ...functions, hosts: 50, create: async () => underTest(make) }),
    ),
  );

const turn = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 1));

/** A backend that changes documents on their way into the store. */
const changing = (change: (text: string) => string) =>
  class extends MemoryInventory {
    override add(text: string, write: InventoryWrite) {
      return super.add(change(text), write);
    }
  };

const canonical = (value: string): string => inventoryText(parseInventory(value, 'changed'));

const SHAPES = 'gives back groups of every shape, empty ones and unsorted lists among them, to every process';

type Wrong = new (store: MemoryStore) => MemoryInventory;

describe('inventorySuite', () => {
  const wrong: [string, string, Wrong][] = [
    [
      'says that it has a history and has none',
      'says truthfully what it can do',
      class extends MemoryInventory {
        override history = undefined as never;
      },
    ],
    [
      'makes an empty document when it is looked at',
      'has nothing at first, and looking at it leaves it so',
      class extends MemoryInventory {
        override async load(query = {}) {
          if (this.store.versions.length === 0) this.store.versions.push({ text: '{}' } as never);
          return super.load(query);
        }
      },
    ],
    [
      'drops empty groups',
      SHAPES,
      changing((text) =>
        canonical(
          JSON.stringify(
            Object.fromEntries(
              Object.entries(JSON.parse(text) as object).filter(
                ([, group]) => Object.keys(group as object).length > 0,
              ),
            ),
          ),
        ),
      ),
    ],
    [
      'sorts lists',
      SHAPES,
      changing((text) =>
        canonical(
          JSON.stringify(JSON.parse(text), (_key, value: unknown) =>
            Array.isArray(value) && value.every((item) => typeof item === 'string')
              ? [...value].sort()
              : value,
          ),
        ),
      ),
    ],
    [
      'assigns the name __proto__',
      'gives back strange names and texts, to every process',
      changing((text) => {
        const copy: Record<string, unknown> = {};
        for (const [name, value] of Object.entries(JSON.parse(text) as object)) copy[name] = value;
        return canonical(JSON.stringify(copy));
      }),
    ],
    [
      'parses and prints numbers',
      'gives back numbers that have no exact form in JavaScript, to every process',
      changing((text) => canonical(JSON.stringify(JSON.parse(text)))),
    ],
    [
      'keeps its document in the instance',
      SHAPES,
      class extends MemoryInventory {
        own: MemoryStore = { versions: [], state: 'works' };
        override newest() {
          return this.own.versions.at(-1);
        }
        override add(text: string, write: InventoryWrite) {
          this.own.versions.push({ ...write, text, revision: String(text.length) } as never);
          return String(text.length);
        }
      },
    ],
    [
      'has one place for all stores',
      'keeps stores apart',
      class extends MemoryInventory {
        static everybody: MemoryStore | undefined;
        constructor(store: MemoryStore) {
          super(store);
          if (store.versions.length > 0) Reflect.set(this, 'shared', store);
        }
        override newest() {
          const here = this.constructor as unknown as { everybody?: MemoryStore };
          return super.newest() ?? here.everybody?.versions.at(-1);
        }
        override add(text: string, write: InventoryWrite) {
          const revision = super.add(text, write);
          (this.constructor as unknown as { everybody?: MemoryStore }).everybody = this.store;
          return revision;
        }
      },
    ],
    [
      'makes a revision of an equal document',
      'writes nothing when the document is there already',
      class extends MemoryInventory {
        override async commit(text: string, write: InventoryWrite) {
          const newest = this.newest();
          if (newest?.text === text) return { revision: this.add(text, write), changed: true };
          return super.commit(text, write);
        }
      },
    ],
    [
      'cuts at 64 KiB',
      'replaces a document by a shorter one',
      class extends MemoryInventory {
        override add(text: string, write: InventoryWrite) {
          const before = this.newest()?.text ?? '';
          return super.add(text + before.slice(text.length), write);
        }
      },
    ],
    [
      'takes more than it says',
      'refuses what is longer than it says',
      class extends MemoryInventory {
        override write(text: string, write: InventoryWrite) {
          return this.commit(text, write);
        }
      },
    ],
    [
      'does not look at the revision that is expected',
      'refuses a change that was made from an old revision',
      class extends MemoryInventory {
        override commit(text: string, write: InventoryWrite) {
          return super.commit(text, { ...write, force: true });
        }
      },
    ],
    [
      'takes a write without a revision',
      'refuses a write that says neither a revision nor that it is forced',
      class extends MemoryInventory {
        override commit(text: string, write: InventoryWrite) {
          return super.commit(text, { ...write, ...(write.expected === undefined && { force: true }) });
        }
      },
    ],
    [
      'refuses to be forced',
      'takes a forced write whatever is stored',
      class extends MemoryInventory {
        override commit(text: string, write: InventoryWrite) {
          return super.commit(text, { ...write, force: false });
        }
      },
    ],
    [
      'compares revisions before it waits, and so loses updates',
      'loses none of 200 changes of 20 writers',
      class extends MemoryInventory {
        override async commit(text: string, write: InventoryWrite) {
          const newest = this.newest();
          if (newest?.revision !== (write.expected ?? undefined)) return super.commit(text, write);
          await turn();
          return super.commit(text, { ...write, force: true });
        }
      },
    ],
    [
      'writes in place',
      'shows readers whole documents while others write',
      class extends MemoryInventory {
        override async commit(text: string, write: InventoryWrite) {
          const newest = this.newest();
          const written = await super.commit(text, write);
          const version = this.newest();
          if (newest === undefined || version === undefined) return written;
          this.store.versions[this.store.versions.length - 1] = { ...version, text: text.slice(0, 40) };
          await turn();
          this.store.versions[this.store.versions.length - 1] = version;
          return written;
        }
      },
    ],
    [
      'does not look at the signal',
      'ends a write whose signal is aborted, and stores all of it or nothing',
      class extends MemoryInventory {
        override write(text: string, { signal: _signal, ...write }: InventoryWrite) {
          return super.write(text, write);
        }
      },
    ],
    [
      'swallows errors',
      'reports a store that is away as INSP_INVENTORY_UNAVAILABLE, and works when it is back',
      class extends MemoryInventory {
        override async load(query = {}) {
          return super.load(query).catch(() => ({ text: null, revision: null, source: 'memory' }));
        }
      },
    ],
    [
      'lets the error of its library through',
      'reports a store that is away as INSP_INVENTORY_UNAVAILABLE, and works when it is back',
      class extends MemoryInventory {
        override check() {
          if (this.store.state === 'away') throw new Error('ECONNREFUSED');
          super.check();
        }
      },
    ],
    [
      'does not recover',
      'reports a store that is away as INSP_INVENTORY_UNAVAILABLE, and works when it is back',
      class extends MemoryInventory {
        gone = false;
        override check() {
          if (this.store.state === 'away') this.gone = true;
          if (this.gone) throw new InspectorError('INSP_INVENTORY_UNAVAILABLE', 'still gone');
          super.check();
        }
      },
    ],
    [
      'tells its password',
      'reports credentials that are refused as INSP_INVENTORY_UNAUTHORISED, without telling them',
      class extends MemoryInventory {
        override check() {
          if (this.store.state === 'refuses') {
            throw new InspectorError('INSP_INVENTORY_UNAUTHORISED', 'inspector:swordfish is refused');
          }
          super.check();
        }
      },
    ],
    [
      'writes what cannot be written',
      'reads a store that cannot be written, and says so when it is to write',
      class extends MemoryInventory {
        override write(text: string, write: InventoryWrite) {
          return this.commit(text, write);
        }
      },
    ],
    [
      'takes a damaged document for an empty store',
      'takes nothing that it cannot understand for an empty store',
      class extends MemoryInventory {
        override async load(query = {}) {
          const stored = await super.load(query);
          try {
            JSON.parse(stored.text ?? '');
            return stored;
          } catch {
            return { text: null, revision: null, source: 'memory' };
          }
        }
      },
    ],
    [
      'works on after it was closed',
      'can be closed twice, and is of no use afterwards',
      class extends MemoryInventory {
        override async close() {}
      },
    ],
    [
      'forgets who has written',
      'tells who wrote what and why, newest first',
      class extends MemoryInventory {
        override add(text: string, write: InventoryWrite) {
          return super.add(text, { ...write, author: 'nobody' });
        }
      },
    ],
    [
      'lists the oldest first',
      'tells who wrote what and why, newest first',
      class extends MemoryInventory {
        override async history(query: { limit: number; marker?: string }) {
          const { revisions } = await super.history({ limit: 1000 });
          const all = [...revisions].reverse();
          const begin =
            query.marker === undefined ? 0 : all.findIndex((one) => one.revision === query.marker) + 1;
          const page = all.slice(begin, begin + query.limit);
          return {
            revisions: page,
            next: begin + query.limit < all.length ? (page.at(-1)?.revision ?? null) : null,
          };
        }
      },
    ],
    [
      'counts pages from the newest, whatever was written since',
      'gives its pages in step while others write',
      class extends MemoryInventory {
        override async history({ limit, marker = '0' }: { limit: number; marker?: string }) {
          const { revisions } = await super.history({ limit: 1000 });
          const begin = Number(marker);
          const next = begin + limit < revisions.length ? String(begin + limit) : null;
          return { revisions: revisions.slice(begin, begin + limit), next };
        }
      },
    ],
    [
      'gives the newest document whatever is asked for',
      'gives back every former document',
      class extends MemoryInventory {
        override async load(query: { revision?: string } = {}) {
          const { revision } = await super.load(query);
          return { ...(await super.load()), revision };
        }
      },
    ],
    [
      'rewinds instead of going on',
      'makes a new revision of a former document that is written again',
      class extends MemoryInventory {
        override async commit(text: string, write: InventoryWrite) {
          const at = this.store.versions.findIndex((version) => version.text === text);
          if (at < 0 || at === this.store.versions.length - 1) return super.commit(text, write);
          this.store.versions.length = at + 1;
          return { revision: this.newest()?.revision ?? '', changed: true };
        }
      },
    ],
    [
      'has nothing instead of an error for an unknown revision',
      'says when it has no such revision',
      class extends MemoryInventory {
        override async load(query: { revision?: string } = {}) {
          return super.load(query).catch((error: unknown) => {
            if (this.store.state !== 'works' || this.closed) throw error;
            return { text: null, revision: null, source: 'memory' };
          });
        }
      },
    ],
    [
      'writes down writes that were refused',
      'adds nothing to its history when nothing changes or a write is refused',
      class extends MemoryInventory {
        override async commit(text: string, write: InventoryWrite) {
          try {
            return await super.commit(text, write);
          } catch (error) {
            const newest = this.newest();
            if (newest !== undefined) this.store.versions.unshift({ ...newest, revision: 'refused' });
            throw error;
          }
        }
      },
    ],
  ];
  for (const [what, title, Backend] of wrong) {
    it(`finds a backend that ${what}`, async () => {
      expect(await failuresWith((store) => new Backend(store))).to.include(title);
    });
  }

  it('accepts a backend without history and says nothing about what it was given no functions for', async () => {
    class Plain extends MemoryInventory {
      override capabilities = { history: false, atomic: true, conditional: true };
      override history = undefined as never;
    }
    const failures = failuresOf(
      await outcomesOf((functions) =>
        inventorySuite({
          ...functions,
          hosts: 50,
          create: async () => {
            const { backend, another, cleanUp } = underTest((store) => new Plain(store));
            return { backend, another, cleanUp };
          },
        }),
      ),
    );
    expect(failures).to.deep.equal([]);
  });
});
