import assert from 'node:assert/strict';
import type { ErrorCodeName } from '@inspector/plugin-api';
import { counting } from './inventory-documents.js';
import { expectStored } from './inventory-basics.js';
import { by, type InventoryTest } from './inventory-under-test.js';
import { rejection } from './rejection.js';
import { notRun } from './not-run.js';

/** Milliseconds within which a store that is away has to be an error. */
const BOUND = 30_000;

/** Tests of stores that fail, and of the end of a backend. */
export function failureTests(test: InventoryTest): void {
  const refused =
    (code: ErrorCodeName, how: 'breakIt' | 'lockOut'): Parameters<InventoryTest>[1] =>
    async (under) => {
      const { backend, secrets = [], mendIt } = under;
      const spoil = under[how];
      if (spoil === undefined) notRun(how);
      const { revision } = await backend.write(counting(1), by({ expected: null }));
      await spoil();
      const begun = performance.now();
      for (const [what, promise] of [
        ['load', () => backend.load()],
        ['write', () => backend.write(counting(2), by({ expected: revision }))],
      ] as const) {
        const { message } = await rejection(promise(), code, what);
        assert.notEqual(message.trim(), '', `${what} fails without a text`);
        for (const secret of secrets) assert.ok(!message.includes(secret), `${what} tells a secret`);
      }
      assert.ok(performance.now() - begun < BOUND, `a failure is reported after more than ${BOUND} ms`);
      if (how !== 'breakIt' || mendIt === undefined) return;
      await mendIt();
      await expectStored(backend, counting(1), revision);
      await backend.write(counting(2), by({ expected: revision }));
    };

  test(
    'reports a store that is away as INSP_INVENTORY_UNAVAILABLE, and works when it is back',
    refused('INSP_INVENTORY_UNAVAILABLE', 'breakIt'),
  );

  test(
    'reports credentials that are refused as INSP_INVENTORY_UNAUTHORISED, without telling them',
    refused('INSP_INVENTORY_UNAUTHORISED', 'lockOut'),
  );

  test('reads a store that cannot be written, and says so when it is to write', async (under) => {
    const { backend, makeReadOnly } = under;
    if (makeReadOnly === undefined) notRun('makeReadOnly');
    const { revision } = await backend.write(counting(1), by({ expected: null }));
    await makeReadOnly();
    await expectStored(backend, counting(1), revision);
    await rejection(
      backend.write(counting(2), by({ expected: revision })),
      'INSP_INVENTORY_READ_ONLY',
      'a write into a store that can only be read',
    );
    await expectStored(backend, counting(1), revision);
  });

  test('takes nothing that it cannot understand for an empty store', async (under) => {
    const { backend, damage, inside } = under;
    if (damage === undefined) notRun('damage');
    await backend.write(counting(1), by({ expected: null }));
    await damage();
    const before = await inside?.();
    // A backend may leave it to the service to find that a text is no JSON.
    const found = await backend.load().then(
      ({ text, isAsWritten }) => {
        assert.notEqual(isAsWritten, true, 'a damaged store is said to be as it was written');
        return text;
      },
      (error: unknown) => rejection(Promise.reject(error), 'INSP_INVENTORY_CORRUPT', 'load').then(() => 'x'),
    );
    assert.notEqual(found, null, 'a damaged store counts as an empty one');
    assert.throws(() => JSON.parse(found ?? ''), 'a damaged document is read as if it were whole');
    await assert.rejects(
      backend.write(counting(2), by({ expected: null })),
      'a write that expects an empty store overwrites a damaged one',
    );
    assert.equal(await inside?.(), before, 'a damaged store was overwritten');
  });

  test('can be closed twice, and is of no use afterwards', async ({ backend, another }) => {
    if (backend.close === undefined) notRun('close');
    const { revision } = await backend.write(counting(1), by({ expected: null }));
    await backend.close();
    await backend.close();
    for (const [what, promise] of [
      ['load', () => backend.load()],
      ['write', () => backend.write(counting(2), by({ expected: revision }))],
      ['history', () => backend.history?.({ limit: 1 })],
    ] as const) {
      if (what === 'history' && !backend.capabilities.history) continue;
      await rejection(
        (async () => promise())(),
        'INSP_INVENTORY_UNAVAILABLE',
        `${what} of a backend that was closed`,
      );
    }
    await expectStored(await another(), counting(1), revision);
  });
}
