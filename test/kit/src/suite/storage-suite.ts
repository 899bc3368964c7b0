import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { StorageBackend, StoredDataKey } from '@inspector/plugin-api';
import { rejection } from './rejection.js';
import type { TestFunctions } from './test-functions.js';
import { notRun, skipping } from './not-run.js';

/** A storage backend with what its tests need around it. */
export interface StorageUnderTest {
  readonly backend: StorageBackend;
  /** Makes the introspection record of a node; must be given if `capabilities.needsRecord` is true. */
  ensureRecord?(uuid: string): Promise<void>;
  /** Makes the store behind the backend fail from now on: stops its server, drops its table. */
  breakIt?(): Promise<void>;
  /** Releases everything; called once, also after `breakIt`. */
  cleanUp(): Promise<void>;
}

/** What {@link storageSuite} works with. */
export interface StorageSuiteOptions extends TestFunctions {
  /** Name in the title; default `storage`. */
  readonly name?: string;
  /** Makes a fresh backend, called for each part of the suite. */
  create(): Promise<StorageUnderTest>;
}

/** Text that a parse and a print would change: spaces, key order, number forms, escapes, a final newline. */
const DELICATE =
  '{ "z": 1.0,\t"a": 12345678901234567890, "exp": 1E+2,\n "slash": "\\/", "escape": "\\u00e9", "same": 1, "same": 2 }\n';
const UNICODE = JSON.stringify({
  name: 'Größe 机器 🖥️ \u2028\u0000',
  lone: '\ud800',
  ключ: [],
});
const LARGE_BYTES = 10 * 1024 * 1024;
const PARALLEL = 200;

/**
 * Defines the tests every storage backend has to pass. What `capabilities` says is missing is not tested, but
 * that it says so truthfully is.
 */
export function storageSuite(options: StorageSuiteOptions): void {
  const { describe, before, after, create, name = 'storage' } = options;
  const it = skipping(options.it);

  describe(`${name}: conformance`, () => {
    let under: StorageUnderTest;
    before(async () => {
      under = await create();
    });
    after(async () => {
      await under.backend.close?.();
      await under.cleanUp();
    });

    const newNode = async (): Promise<string> => {
      const uuid = randomUUID();
      await under.ensureRecord?.(uuid);
      return uuid;
    };
    const keeps = (): boolean => under.backend.capabilities.keeps;
    const expectStored = async (uuid: string, processed: boolean, text: string): Promise<void> => {
      const stored = await under.backend.get(uuid, processed);
      assert.ok(stored === text, `stored text differs: ${difference(text, stored)}`);
    };

    it('says truthfully what it can do', async () => {
      const { backend, ensureRecord } = under;
      const { capabilities } = backend;
      assert.equal(typeof backend.delete === 'function', capabilities.delete, 'capabilities.delete');
      assert.equal(typeof backend.list === 'function', capabilities.list, 'capabilities.list');
      if (capabilities.needsRecord) {
        assert.ok(ensureRecord, 'capabilities.needsRecord is true, so the suite needs ensureRecord');
        return;
      }
      const uuid = randomUUID();
      await backend.save(uuid, '{}', true);
      if (capabilities.keeps) await expectStored(uuid, true, '{}');
    });

    it('gives the text back byte for byte, or says that it keeps nothing', async () => {
      const uuid = await newNode();
      await under.backend.save(uuid, DELICATE, false);
      if (keeps()) await expectStored(uuid, false, DELICATE);
      else await rejection(under.backend.get(uuid, false), 'INSP_STORAGE_DISABLED', 'get');
    });

    it('keeps raw and processed data apart', async () => {
      if (!keeps()) notRun('capability keeps');
      const uuid = await newNode();
      await under.backend.save(uuid, '{"raw":true}', false);
      await rejection(under.backend.get(uuid, true), 'INSP_DATA_NOT_FOUND', 'get of what was not saved');
      await under.backend.save(uuid, '{"processed":true}', true);
      await expectStored(uuid, false, '{"raw":true}');
      await expectStored(uuid, true, '{"processed":true}');
    });

    it('keeps nodes apart', async () => {
      if (!keeps()) notRun('capability keeps');
      const [one, other] = [await newNode(), await newNode()];
      await under.backend.save(one, '{"node":1}', true);
      await under.backend.save(other, '{"node":2}', true);
      await expectStored(one, true, '{"node":1}');
      await expectStored(other, true, '{"node":2}');
    });

    it('overwrites', async () => {
      if (!keeps()) notRun('capability keeps');
      const uuid = await newNode();
      await under.backend.save(uuid, `{"first":"${'x'.repeat(5000)}"}`, true);
      await under.backend.save(uuid, '{"second":1}', true);
      await expectStored(uuid, true, '{"second":1}');
    });

    it('says when nothing is stored', async () => {
      if (!keeps()) notRun('capability keeps');
      const uuid = await newNode();
      for (const [processed, word] of [
        [true, 'True'],
        [false, 'False'],
      ] as const) {
        const error = await rejection(under.backend.get(uuid, processed), 'INSP_DATA_NOT_FOUND', 'get');
        assert.equal(error.message, `Introspection data not found for node ${uuid}, processed=${word}`);
      }
    });

    it('keeps every character', async () => {
      if (!keeps()) notRun('capability keeps');
      const uuid = await newNode();
      await under.backend.save(uuid, UNICODE, true);
      await expectStored(uuid, true, UNICODE);
    });

    it('keeps 10 MB', async () => {
      if (!keeps()) notRun('capability keeps');
      const uuid = await newNode();
      const text = `{"logs":"${'0123456789abcdé'.repeat(LARGE_BYTES / 16)}"}`;
      await under.backend.save(uuid, text, false);
      await expectStored(uuid, false, text);
    });

    it('takes 200 saves at once', async () => {
      const uuids: string[] = [];
      for (let i = 0; i < PARALLEL; i++) uuids.push(await newNode());
      await Promise.all(uuids.map((uuid) => under.backend.save(uuid, `{"node":"${uuid}"}`, true)));
      if (!keeps()) notRun('capability keeps');
      const texts = await Promise.all(uuids.map((uuid) => under.backend.get(uuid, true)));
      const lost = texts.filter((text, i) => text !== `{"node":"${uuids[i] ?? ''}"}`);
      assert.equal(lost.length, 0, `${lost.length} of ${PARALLEL} documents are not what was saved`);
    });

    it('keeps one whole document when one node is saved many times at once', async () => {
      if (!keeps()) notRun('capability keeps');
      const uuid = await newNode();
      const texts = Array.from({ length: 20 }, (_, i) => `{"save":${i},"pad":"${'y'.repeat(i * 100)}"}`);
      await Promise.all(texts.map((text) => under.backend.save(uuid, text, true)));
      const stored = await under.backend.get(uuid, true);
      assert.ok(texts.includes(stored), `"${stored.slice(0, 40)}…" is none of the saved documents`);
    });

    it('forgets both kinds of data of a node, and only of that node', async () => {
      const remove = under.backend.delete?.bind(under.backend);
      if (!keeps()) notRun('capability keeps');
      if (remove === undefined) notRun('capability delete');
      const [uuid, neighbour] = [await newNode(), await newNode()];
      for (const processed of [true, false]) {
        await under.backend.save(uuid, '{}', processed);
        await under.backend.save(neighbour, '{"stays":1}', processed);
      }
      await remove(uuid);
      for (const processed of [true, false]) {
        await rejection(under.backend.get(uuid, processed), 'INSP_DATA_NOT_FOUND', 'get of deleted data');
        await expectStored(neighbour, processed, '{"stays":1}');
      }
    });

    it('does not mind forgetting what is not there', async () => {
      if (under.backend.delete === undefined) notRun('capability delete');
      const uuid = await newNode();
      await under.backend.delete(uuid);
      await under.backend.delete(uuid);
    });

    it('lists every document once', async () => {
      if (!keeps()) notRun('capability keeps');
      if (under.backend.list === undefined) notRun('capability list');
      const [both, raw] = [await newNode(), await newNode()];
      await under.backend.save(both, '{}', true);
      await under.backend.save(both, '{}', false);
      await under.backend.save(raw, '{}', false);
      await under.backend.save(raw, '{"again":1}', false);
      const found: StoredDataKey[] = [];
      for await (const key of under.backend.list()) {
        if (key.uuid === both || key.uuid === raw) found.push(key);
      }
      const names = found.map(({ uuid, processed }) => `${uuid} ${String(processed)}`).sort();
      assert.deepEqual(names, [`${both} false`, `${both} true`, `${raw} false`].sort());
    });
  });

  describe(`${name}: when its store fails`, () => {
    it('reports it as INSP_STORAGE_FAILED', async () => {
      const under = await create();
      try {
        if (!under.backend.capabilities.keeps) notRun('capability keeps');
        if (under.breakIt === undefined) notRun('breakIt');
        const uuid = randomUUID();
        await under.ensureRecord?.(uuid);
        await under.backend.save(uuid, '{}', true);
        await under.breakIt();
        for (const [what, promise] of [
          ['save', under.backend.save(uuid, '{}', true)],
          ['get', under.backend.get(uuid, true)],
        ] as const) {
          const error = await rejection(promise, 'INSP_STORAGE_FAILED', what);
          assert.notEqual(error.message.trim(), '', `${what} fails without a text`);
        }
      } finally {
        await under.backend.close?.();
        await under.cleanUp();
      }
    });
  });
}

function difference(wanted: string, found: unknown): string {
  if (typeof found !== 'string') return `not a text but ${typeof found}`;
  let at = 0;
  while (at < wanted.length && wanted[at] === found[at]) at++;
  const around = (text: string): string => JSON.stringify(text.slice(Math.max(0, at - 10), at + 20));
  return `length ${wanted.length} and ${found.length}, first at ${at}: ${around(wanted)} became ${around(found)}`;
}
