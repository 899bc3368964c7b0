import assert from 'node:assert/strict';
import { InspectorError, type HookDefinition } from '@inspector/plugin-api';
import { copyJson, readJson, writeJson } from '@inspector/plugin-api/json';
import { runHook, type HookRun } from '../plugin/run-hook.js';
import { HOSTILE_DATA } from './hostile-data.js';
import type { DescribeAndIt } from './test-functions.js';

/** What {@link hookSuite} works with. */
export interface HookSuiteOptions<Options> extends DescribeAndIt {
  readonly definition: HookDefinition<Options>;
  /** A run in which the hook finds what it needs and does its work. */
  readonly run: HookRun;
  /** Further data it must survive. */
  readonly hostile?: Readonly<Record<string, HookRun['data']>>;
}

/**
 * Defines the tests every processing hook has to pass, whatever it does: it says what it is, survives data of
 * any shape (a coded error is fine, a TypeError is not), and leaves JSON behind.
 */
export function hookSuite<Options>({ describe, it, ...options }: HookSuiteOptions<Options>): void {
  const { definition, run, hostile = {} } = options;

  describe(`hook ${definition.id}: conformance`, () => {
    it('says what it is', async () => {
      assert.match(definition.id, /^[a-z0-9_-]+$/, 'id');
      for (const name of [...(definition.dependencies ?? []), ...(definition.aliases ?? [])]) {
        assert.equal(typeof name, 'string', 'dependencies and aliases are texts');
        assert.notEqual(name, definition.id, 'a hook neither needs itself nor is its own alias');
      }
    });

    it('does its work on good data', async () => {
      await runHook(definition, run);
    });

    it('leaves data that are JSON', async () => {
      const { data } = await runHook(definition, run);
      assert.deepEqual(readJson(writeJson(data)), data);
    });

    it('does the same for the same machine again', async () => {
      const [first, second] = [await runHook(definition, run), await runHook(definition, run)];
      assert.deepEqual(second.data, first.data);
      assert.deepEqual(second.changes.node, first.changes.node);
    });

    it('can be closed', async () => {
      await runHook(definition, { ...run, phases: [] });
    });

    for (const [name, data] of Object.entries({ ...HOSTILE_DATA, ...hostile })) {
      it(`survives ${name}`, async () => {
        try {
          await runHook(definition, { ...run, data: copyJson(data ?? {}) });
        } catch (error) {
          if (!InspectorError.is(error)) throw error;
        }
        assert.equal(Object.keys(Object.prototype).length, 0, 'Object.prototype was changed');
      });
    }
  });
}
