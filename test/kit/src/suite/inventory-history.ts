import assert from 'node:assert/strict';
import type { InventoryBackend, InventoryRevision } from '@inspector/plugin-api';
import type { InventoryChange } from '@inspector/plugin-api/inventory';
import { counting } from './inventory-documents.js';
import { expectStored } from './inventory-basics.js';
import { by, type InventoryTest } from './inventory-under-test.js';
import { rejection } from './rejection.js';
import { notRun } from './not-run.js';

const REVISIONS = 7;

const SUMMARY: InventoryChange = {
  hostsAdded: ['node-1', 'Größe'],
  hostsRemoved: [],
  groupsAdded: ['racks'],
  groupsRemoved: ['__proto__'],
  groupsChanged: [],
  variablesChanged: ['counter'],
};

/** Tests of former revisions; nothing is tested where the backend keeps none. */
export function historyTests(test: InventoryTest): void {
  test('tells who wrote what and why, newest first', async ({ backend, another }) => {
    if (!backend.capabilities.history) notRun('capability history');
    const revisions = await write(backend, REVISIONS);
    const history = await all(await another(), 100);
    assert.deepEqual(
      history.map(({ revision }) => revision),
      [...revisions].reverse(),
      'revisions from the newest to the oldest',
    );
    for (const [index, entry] of history.entries()) {
      const counter = REVISIONS - 1 - index;
      assert.equal(entry.author, `author ${counter}`);
      assert.equal(entry.reason, `reason ${counter}: "quoted",\n🖥`);
      assert.equal(entry.source, 'inventorySuite');
      assert.deepEqual(entry.summary, SUMMARY, 'summary');
      assert.ok(
        entry.time !== null && !Number.isNaN(Date.parse(entry.time)),
        `${entry.time ?? 'null'} is no time`,
      );
    }
    const numbers = history.map(({ number }) => number);
    assert.ok(
      numbers.every((number, index) => index === 0 || Number(number) < Number(numbers[index - 1])),
      `the numbers ${numbers.join(', ')} do not fall`,
    );
  });

  test('gives its pages in step while others write', async ({ backend, another }) => {
    if (!backend.capabilities.history) notRun('capability history');
    const revisions = await write(backend, REVISIONS);
    const writer = await another();
    const seen: string[] = [];
    let marker: string | null | undefined;
    let counter = REVISIONS;
    let expected = revisions.at(-1) ?? null;
    do {
      const page = await history(backend, 3, marker);
      assert.ok(page.revisions.length <= 3, 'a page is longer than its limit');
      seen.push(...page.revisions.map(({ revision }) => revision));
      marker = page.next;
      ({ revision: expected } = await writer.write(counting(counter++), by({ expected })));
    } while (marker !== null && seen.length <= REVISIONS);
    assert.deepEqual(seen, [...revisions].reverse(), 'revisions on all pages');
  });

  test('gives back every former document', async ({ backend }) => {
    if (!backend.capabilities.history) notRun('capability history');
    const revisions = await write(backend, REVISIONS);
    for (const [counter, revision] of revisions.entries()) {
      const stored = await backend.load({ revision });
      assert.equal(stored.text, counting(counter), `revision ${revision}`);
      assert.equal(stored.revision, revision);
    }
    await expectStored(backend, counting(REVISIONS - 1), revisions.at(-1));
  });

  test('makes a new revision of a former document that is written again', async ({ backend }) => {
    if (!backend.capabilities.history) notRun('capability history');
    const revisions = await write(backend, 3);
    const expected = revisions.at(-1) ?? null;
    const { text } = await backend.load({ revision: revisions[0] ?? '' });
    const { changed } = await backend.write(text ?? '', by({ expected, author: 'restorer' }));
    assert.equal(changed, true);
    await expectStored(backend, counting(0));
    const history = await all(backend, 2);
    assert.equal(history.length, 4, 'the history goes on, and loses nothing');
    assert.equal(history[0]?.author, 'restorer');
  });

  test('says when it has no such revision', async ({ backend }) => {
    if (!backend.capabilities.history) notRun('capability history');
    for (const revision of ['no-revision', '', '0', "' OR 1=1 --"]) {
      await rejection(
        backend.load({ revision }),
        'INSP_INVENTORY_REVISION_NOT_FOUND',
        `load of revision ${JSON.stringify(revision)} from an empty store`,
      );
    }
    await write(backend, 2);
    await rejection(
      backend.load({ revision: 'no-revision' }),
      'INSP_INVENTORY_REVISION_NOT_FOUND',
      'load of an unknown revision',
    );
  });

  test('adds nothing to its history when nothing changes or a write is refused', async ({ backend }) => {
    if (!backend.capabilities.history) notRun('capability history');
    const revisions = await write(backend, 2);
    const before = await all(backend, 10);
    await backend.write(counting(1), by({ expected: revisions[1] ?? null }));
    await rejection(
      backend.write(counting(5), by({ expected: revisions[0] ?? null })),
      'INSP_INVENTORY_CONFLICT',
      'a write from an old revision',
    );
    assert.deepEqual(await all(backend, 10), before);
  });
}

/** Writes some documents one after another. */
async function write(backend: InventoryBackend, count: number): Promise<string[]> {
  const revisions: string[] = [];
  for (let counter = 0; counter < count; counter++) {
    const { revision } = await backend.write(
      counting(counter),
      by({
        expected: revisions.at(-1) ?? null,
        author: `author ${counter}`,
        reason: `reason ${counter}: "quoted",\n🖥`,
        summary: SUMMARY,
      }),
    );
    revisions.push(revision);
  }
  return revisions;
}

async function history(
  backend: InventoryBackend,
  limit: number,
  marker: string | null | undefined,
): Promise<{ readonly revisions: readonly InventoryRevision[]; readonly next: string | null }> {
  const page = await backend.history?.({ limit, ...(marker != null && { marker }) });
  assert.ok(page, 'capabilities.history is true, so there must be history()');
  return page;
}

/** All pages. */
async function all(backend: InventoryBackend, limit: number): Promise<InventoryRevision[]> {
  const revisions: InventoryRevision[] = [];
  let marker: string | null | undefined;
  do {
    const page = await history(backend, limit, marker);
    revisions.push(...page.revisions);
    marker = page.next;
    assert.ok(revisions.length < 1000, 'the pages of the history do not end');
  } while (marker !== null);
  return revisions;
}
