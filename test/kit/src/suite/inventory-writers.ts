import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { InspectorError, type InventoryBackend } from '@inspector/plugin-api';
import { counterIn, counting, large, SHAPES } from './inventory-documents.js';
import { expectStored } from './inventory-basics.js';
import { by, type InventoryTest } from './inventory-under-test.js';
import { rejection } from './rejection.js';
import { notRun } from './not-run.js';

const WRITERS = 20;
/** Writes beside which others read, at the least; twice the changes where these are more. */
const WRITES = 6;

/** Tests of writers that do not know of each other. */
export function writerTests(test: InventoryTest, changes: number): void {
  test('refuses a change that was made from an old revision', async ({ backend, another, inside }) => {
    const first = await backend.write(counting(1), by({ expected: null }));
    const second = await (
      await another()
    ).write(counting(2), by({ expected: first.revision, author: 'the-other-one' }));
    const before = await inside?.();
    for (const expected of [first.revision, null, 'no-revision']) {
      const error = await rejection(
        backend.write(counting(3), by({ expected })),
        'INSP_INVENTORY_CONFLICT',
        `a write that expects ${String(expected)}`,
      );
      assert.ok(error.message.includes(second.revision), 'a conflict must name the revision that is stored');
      if (backend.capabilities.history) {
        assert.match(error.message, /the-other-one/, 'a conflict must name who has written');
      }
    }
    await expectStored(backend, counting(2), second.revision);
    assert.equal(await inside?.(), before, 'a write that was refused has changed the store');
  });

  test('refuses a revision where nothing is stored', async ({ backend }) => {
    await rejection(
      backend.write(counting(1), by({ expected: 'no-revision' })),
      'INSP_INVENTORY_CONFLICT',
      'a write into an empty store that expects a revision',
    );
    assert.equal((await backend.load()).text, null);
  });

  test('refuses a write that says neither a revision nor that it is forced', async ({ backend }) => {
    const { revision } = await backend.write(counting(1), by({ expected: null }));
    await rejection(
      backend.write(counting(2), by({})),
      'INSP_INVENTORY_CONFLICT',
      'a write without a revision',
    );
    await expectStored(backend, counting(1), revision);
  });

  test('takes a forced write whatever is stored', async ({ backend }) => {
    await backend.write(counting(1), by({ force: true }));
    const { revision } = await backend.write(counting(2), by({ force: true }));
    await expectStored(backend, counting(2), revision);
  });

  test(`loses none of ${WRITERS * changes} changes of ${WRITERS} writers`, async ({ backend, another }) => {
    if (!backend.capabilities.conditional) notRun('capability conditional');
    await backend.write(counting(0), by({ expected: null }));
    const instances = [backend, await another()];
    const writers = Array.from({ length: WRITERS }, (_, index) => instances[index % 2] ?? backend);
    await Promise.all(
      writers.map(async (writer) => {
        for (let count = 0; count < changes; count++) await increment(writer, WRITERS * changes);
      }),
    );
    assert.equal(counterIn((await backend.load()).text), WRITERS * changes, 'changes were lost');
  });

  test('shows readers whole documents while others write', async ({ backend, another }) => {
    if (!backend.capabilities.atomic) notRun('capability atomic');
    const reader = await another();
    const documents = [SHAPES, large(300)];
    let { revision } = await backend.write(SHAPES, by({ expected: null }));
    const writes = Math.max(WRITES, 2 * changes);
    let isWriting = true;
    const writing = (async () => {
      for (let count = 1; count <= writes; count++) {
        ({ revision } = await backend.write(documents[count % 2] ?? '', by({ expected: revision })));
      }
    })().finally(() => {
      isWriting = false;
    });
    let looks = 0;
    try {
      while (isWriting) {
        const { text } = await reader.load();
        assert.ok(documents.includes(text ?? ''), 'a reader has seen a document that nobody has written');
        looks++;
        // A store in memory would otherwise keep timers, and so the writer, from running.
        await pause(1);
      }
    } finally {
      await writing;
    }
    assert.ok(looks > 0);
  });

  test('ends a write whose signal is aborted, and stores all of it or nothing', async ({ backend }) => {
    const { revision } = await backend.write(SHAPES, by({ expected: null }));
    const stopped = new Error('the suite has stopped the write');
    const early = backend.write(counting(1), by({ expected: revision, signal: AbortSignal.abort(stopped) }));
    await assert.rejects(early, 'a write whose signal was aborted before succeeds');
    await expectStored(backend, SHAPES, revision);
    const controller = new AbortController();
    const late = backend.write(counting(2), by({ expected: revision, signal: controller.signal })).then(
      () => true,
      () => false,
    );
    controller.abort(stopped);
    const isWritten = await late;
    const { text } = await backend.load();
    assert.ok(
      text === counting(2) || (!isWritten && text === SHAPES),
      'a write that was stopped has left a part',
    );
  });
}

/**
 * Adds one to the counter, as often as it takes until nobody came in between.
 *
 * @param changes - all that are made: every refusal means that another one was
 */
async function increment(backend: InventoryBackend, changes: number): Promise<void> {
  for (let attempt = 0; attempt <= changes; attempt++) {
    const { text, revision } = await backend.load();
    try {
      await backend.write(counting((counterIn(text) ?? Number.NaN) + 1), by({ expected: revision }));
      return;
    } catch (error) {
      if (!InspectorError.is(error) || error.code !== 'INSP_INVENTORY_CONFLICT') throw error;
    }
  }
  assert.fail('a writer is refused although nobody else has written');
}
