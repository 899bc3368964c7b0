import assert from 'node:assert/strict';
import type { InventoryBackend } from '@inspector/plugin-api';
import { counterIn, counting, EXACT_NUMBERS, large, SHAPES, STRANGE_NAMES } from './inventory-documents.js';
import { by, type InventoryTest } from './inventory-under-test.js';
import { rejection } from './rejection.js';
import { notRun } from './not-run.js';

/** A document with a name for messages. */
export interface NamedDocument {
  readonly name: string;
  /** In canonical form. */
  readonly text: string;
}

const DOCUMENTS: readonly NamedDocument[] = [
  { name: 'groups of every shape, empty ones and unsorted lists among them', text: SHAPES },
  { name: 'strange names and texts', text: STRANGE_NAMES },
  { name: 'numbers that have no exact form in JavaScript', text: EXACT_NUMBERS },
];

/** Tests of storing and loading, by one and by another instance. */
export function basicTests(test: InventoryTest, documents: readonly NamedDocument[], hosts: number): void {
  test('says truthfully what it can do', async ({ backend }) => {
    const { capabilities } = backend;
    for (const name of ['history', 'atomic', 'conditional'] as const) {
      assert.equal(typeof capabilities[name], 'boolean', `capabilities.${name}`);
    }
    assert.equal(typeof backend.history === 'function', capabilities.history, 'capabilities.history');
    const { maxBytes } = capabilities;
    assert.ok(maxBytes === undefined || maxBytes > 0, 'capabilities.maxBytes');
  });

  test('has nothing at first, and looking at it leaves it so', async ({ backend, inside }) => {
    const before = await inside?.();
    for (let look = 0; look < 2; look++) {
      const { text, revision, source } = await backend.load();
      assert.equal(text, null, 'text of an empty store');
      assert.equal(revision, null, 'revision of an empty store');
      assert.notEqual(source, '', 'load must say where it looked');
      if (backend.history) {
        assert.deepEqual(await backend.history({ limit: 10 }), { revisions: [], next: null });
      }
    }
    assert.equal(await inside?.(), before, 'load has changed the store');
  });

  for (const { name, text } of [...DOCUMENTS, ...documents]) {
    test(`gives back ${name}, to every process`, async ({ backend, another }) => {
      const { revision, changed } = await backend.write(text, by({ expected: null }));
      assert.equal(changed, true, 'a first write changes something');
      for (const reader of [backend, await another()]) await expectStored(reader, text, revision);
    });
  }

  test('replaces a document by a shorter one', async ({ backend }) => {
    const { revision } = await backend.write(large(50), by({ expected: null }));
    const second = await backend.write(SHAPES, by({ expected: revision }));
    await expectStored(backend, SHAPES, second.revision);
  });

  test('gives every document a revision of its own', async ({ backend }) => {
    const seen = new Set<string>();
    let expected: string | null = null;
    for (let counter = 0; counter < 5; counter++) {
      ({ revision: expected } = await backend.write(counting(counter), by({ expected })));
      seen.add(expected);
      assert.equal((await backend.load()).revision, expected, 'write and load name the same revision');
    }
    assert.equal(seen.size, 5, 'different documents have the same revision');
  });

  test('writes nothing when the document is there already', async ({ backend, another, inside }) => {
    const { revision } = await backend.write(SHAPES, by({ expected: null }));
    const before = await inside?.();
    for (const writer of [backend, await another()]) {
      assert.deepEqual(await writer.write(SHAPES, by({ expected: revision })), { revision, changed: false });
    }
    assert.equal(await inside?.(), before, 'writing an equal document has changed the store');
  });

  test(`keeps ${hosts} hosts`, async ({ backend, another }) => {
    const text = large(hosts);
    const { maxBytes } = backend.capabilities;
    if (maxBytes !== undefined && text.length > maxBytes) notRun(`room for ${text.length} bytes`);
    const { revision } = await backend.write(text, by({ expected: null }));
    await expectStored(await another(), text, revision);
  });

  test('refuses what is longer than it says', async ({ backend }) => {
    const { maxBytes } = backend.capabilities;
    if (maxBytes === undefined) notRun('capability maxBytes');
    const rest = maxBytes + 1 - padded(0).length;
    await rejection(
      backend.write(padded(rest), by({ expected: null })),
      'INSP_INVENTORY_TOO_LARGE',
      'a write of maxBytes + 1',
    );
    assert.equal((await backend.load()).text, null, 'a document that was refused is stored');
    await backend.write(padded(rest - 1), by({ expected: null }));
  });

  test('keeps stores apart', async ({ backend, elsewhere }) => {
    if (elsewhere === undefined) notRun('elsewhere');
    const other = await elsewhere();
    const { revision } = await backend.write(counting(1), by({ expected: null }));
    assert.equal((await other.load()).text, null, 'another store has the document');
    await other.write(counting(2), by({ expected: null }));
    await expectStored(backend, counting(1), revision);
    assert.equal(counterIn((await other.load()).text), 2);
  });
}

/** Fails unless a backend has exactly this document. */
export async function expectStored(
  backend: InventoryBackend,
  text: string,
  revision?: string,
): Promise<void> {
  const stored = await backend.load();
  assert.ok(stored.text === text, `the stored document differs: ${difference(text, stored.text)}`);
  if (revision !== undefined) assert.equal(stored.revision, revision, 'revision of what is stored');
}

const padded = (length: number): string =>
  `{\n    "_meta": {\n        "hostvars": {}\n    },\n    "all": {\n        "vars": {\n            "padding": "${'x'.repeat(Math.max(0, length))}"\n        }\n    }\n}`;

function difference(wanted: string, found: string | null): string {
  if (found === null) return 'there is none';
  let at = 0;
  while (at < wanted.length && wanted[at] === found[at]) at++;
  const around = (text: string): string => JSON.stringify(text.slice(Math.max(0, at - 20), at + 30));
  return `length ${wanted.length} and ${found.length}, first at ${at}: ${around(wanted)} became ${around(found)}`;
}
