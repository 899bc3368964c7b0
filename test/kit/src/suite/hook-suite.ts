import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { inspect } from 'node:util';
import { InspectorError, thrownText, type HookDefinition } from '@inspector/plugin-api';
import { copyJson, readJson, writeJson } from '@inspector/plugin-api/json';
import { loadPayload, PAYLOADS } from '@inspector/simulator';
import { runHook, type HookRun } from '../plugin/run-hook.js';
import { HOSTILE_DATA } from './hostile-data.js';
import { shareHook, type HookEffect, type SharedHook } from './shared-hook.js';
import { watching } from './watched-work.js';
import type { DescribeAndIt } from './test-functions.js';

/** What {@link hookSuite} works with. */
export interface HookSuiteOptions<Options> extends DescribeAndIt {
  readonly definition: HookDefinition<Options>;
  /** A run in which the hook finds what it needs and does its work. */
  readonly run: HookRun;
  /** A run of another machine, which has to be kept apart from the first; real machines and an empty one are tried in any case. */
  readonly another?: HookRun;
  /** Further data it must survive. */
  readonly hostile?: Readonly<Record<string, HookRun['data']>>;
}

/**
 * Defines the tests every processing hook has to pass, whatever it does: it says what it is, survives data of
 * any shape (a coded error is fine, a TypeError is not), leaves JSON behind, keeps machines apart that it works on at the same
 * time, and has ended when it says so.
 */
export function hookSuite<Options>({ describe, it, ...options }: HookSuiteOptions<Options>): void {
  const { definition, run, another, hostile = {} } = options;
  const withShared = async (use: (hook: SharedHook) => Promise<void>): Promise<void> => {
    const hook = await shareHook(definition, run);
    try {
      await use(hook);
    } finally {
      await hook.close();
    }
  };

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

    it('works for several machines at once, set up once', () => {
      const others = [
        another,
        ...PAYLOADS.map((name) => ({ ...run, data: loadPayload(name) })),
        { ...run, data: {} },
      ];
      return keepsApart(definition, [run, run, ...others.filter((other) => other !== undefined), run]);
    });

    it('leaves its options as they are', () =>
      withShared(async (hook) => {
        const before = structuredClone(hook.config);
        await hook.work(run);
        assert.deepEqual(hook.config, before, 'its options have changed: they are those of all machines');
      }));

    it('has ended when it says so', () =>
      watching(async (watch) => {
        const hook = await shareHook(definition, run);
        const { data } = await watch.run(() => hook.work(run));
        const before = inspect(data, { depth: null });
        await turn();
        const [timer] = watch.waiting();
        await watch.settle();
        const [rejected] = watch.rejections();
        const [method] = hook.late;
        await hook.close();
        assert.equal(
          method,
          undefined,
          `it calls ${method} of the node after it has ended: await everything`,
        );
        assert.equal(
          rejected,
          undefined,
          `a promise that nobody awaits was rejected: ${thrownText(rejected)}`,
        );
        assert.equal(timer, undefined, `a timer made at ${timer} still runs: await it, or clear it`);
        assert.equal(inspect(data, { depth: null }), before, 'it changes the data after it has ended');
      }));

    it('leaves no timer when it is closed', () =>
      watching(async (watch) => {
        const hook = await watch.run(() => shareHook(definition, run));
        await watch.run(() => hook.work(run));
        await watch.run(() => hook.close());
        await watch.settle();
        const [timer] = watch.left();
        assert.equal(timer, undefined, `the timer made at ${timer} still runs: clear it in close()`);
      }));

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

/** One instance has to do to each machine, all at the same time, what an instance of its own does to it. */
async function keepsApart<Options>(
  definition: HookDefinition<Options>,
  runs: readonly HookRun[],
): Promise<void> {
  const alone: HookEffect[] = [];
  for (const run of runs) {
    const own = await shareHook(definition, run);
    alone.push(await own.work(run).finally(() => own.close()));
  }
  const [first = {}] = runs;
  const shared = await shareHook(definition, first);
  try {
    const together = await Promise.all(runs.map((run) => shared.work(run)));
    for (const [index, effect] of together.entries()) {
      assert.deepEqual(effect, alone[index], 'a machine gets something else when others are worked on, too');
    }
  } finally {
    await shared.close();
  }
}
