import assert from 'node:assert/strict';
import type { ActionDefinition, ActionInstance, Json, RuleParams } from '@inspector/plugin-api';
import { writeJson } from '@inspector/plugin-api/json';
import { createWorld, type World } from '../node/world.js';
import type { ActionRun } from '../plugin/action-tester.js';
import { createContext, type ContextOptions } from '../plugin/context.js';
import { checkParameters } from '../plugin/rule-parameters.js';
import { expectFailure } from './expected-failure.js';
import { frozen } from './frozen.js';
import { HOSTILE_DATA } from './hostile-data.js';
import { expectSoundDefinition } from './rule-definition.js';
import { notRun, skipping } from './not-run.js';
import type { DescribeAndIt } from './test-functions.js';

/** What {@link actionSuite} works with. */
export interface ActionSuiteOptions<Options> extends DescribeAndIt {
  readonly definition: ActionDefinition<Options>;
  /** Parameters of a rule in which it does its work; formatted ones as they are after formatting. */
  readonly params: RuleParams;
  /** The machine it works on. */
  readonly run?: ActionRun;
  /** true: failing the introspection is its work. */
  readonly fails?: boolean;
  /** Parameters a rule must not be created with. */
  readonly refused?: readonly RuleParams[];
  /** What it is set up with. */
  readonly context?: ContextOptions;
}

/** Texts that a parameter may have after `{data[…]}` was replaced by something a machine sent. */
const FORMATTED: readonly Json[] = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  'a'.repeat(50_000),
  '__proto__',
  '/',
  '../x',
  '{data}',
];

/**
 * Defines the tests every rule action has to pass: it works on the given machine, on each the same, leaves what is not
 * its own as it is, and fails with a sentence, never with a defect, whatever the data are.
 */
export function actionSuite<Options>(options: ActionSuiteOptions<Options>): void {
  const { describe, definition, params, run = {}, fails = false, refused = [], context = {} } = options;
  const it = skipping(options.it);
  const { data = {}, rule = 'rule under test', ...worldOptions } = run;
  const { formattedParams = [] } = definition;
  const use = async (work: (instance: ActionInstance) => Promise<void>): Promise<void> => {
    const instance = await definition.setup(createContext<Options>(definition, context));
    try {
      await work(instance);
    } finally {
      await instance.close?.();
    }
  };
  const create = (instance: ActionInstance, given: RuleParams): void => {
    checkParameters(definition, given);
    instance.validate?.(given);
  };
  const apply = async (instance: ActionInstance, given = params, posted = data): Promise<World> => {
    const world = createWorld(worldOptions);
    const { node, log } = world;
    const { signal } = new AbortController();
    await instance.apply(frozen(given), { node, data: frozen(posted), rule, log, signal });
    await node.flush();
    return world;
  };
  const outcome = async (instance: ActionInstance): Promise<unknown> => {
    try {
      const { node, changes, log } = await apply(instance);
      return { changes, node: withoutTimes(await node.node()), log: log.lines };
    } catch (error) {
      expectFailure(error, 'apply');
      return String(error);
    }
  };

  describe(`action ${definition.id}: conformance`, () => {
    it('says what it is', async () => {
      expectSoundDefinition(definition);
      const { requiredParams = [], optionalParams = [], anyParams = false } = definition;
      const known = [...requiredParams, ...optionalParams];
      const unknown = anyParams ? [] : formattedParams.filter((name) => !known.includes(name));
      assert.equal(unknown.length, 0, `formatted, but no parameters: ${unknown.join(', ')}`);
    });

    it('accepts parameters a rule may have', () => use(async (instance) => create(instance, frozen(params))));

    it('says what is wrong with parameters when a rule is created', () =>
      use(async (instance) => {
        if (refused.length === 0) notRun('refused');
        for (const given of refused) {
          const what = writeJson(given);
          const thrown = await Promise.resolve()
            .then(() => create(instance, frozen(given)))
            .then(
              () => assert.fail(`${what} must be refused, but it is accepted`),
              (error: unknown) => error,
            );
          expectFailure(thrown, what);
        }
      }));

    it(fails ? 'fails the introspection' : 'does its work', () =>
      use(async (instance) => {
        const failure = await apply(instance).then(
          () => undefined,
          (error: unknown) => ({ error }),
        );
        if (!fails && failure !== undefined) throw failure.error;
        if (!fails) return;
        assert.ok(failure !== undefined, 'nothing failed');
        expectFailure(failure.error, 'apply');
      }),
    );

    it('does the same for every machine', () =>
      use(async (instance) => {
        const first = await outcome(instance);
        const together = await Promise.all([outcome(instance), outcome(instance)]);
        for (const other of together) assert.deepEqual(other, first);
      }));

    it('leaves sending to the service: one request for the node at most', () =>
      use(async (instance) => {
        // An action that fails is found by the test about its work.
        const world = await apply(instance).catch(() => undefined);
        const { nodeRequests = 0 } = world?.changes ?? {};
        assert.ok(nodeRequests <= 1, `${nodeRequests} requests`);
      }));

    it('survives every text that machines may put into its parameters', () =>
      use(async (instance) => {
        if (formattedParams.length === 0) notRun('formattedParams');
        for (const name of formattedParams) {
          for (const text of FORMATTED) {
            await apply(instance, { ...params, [name]: text }).catch((error: unknown) =>
              expectFailure(error, `${name} ${writeJson(text).slice(0, 40)}`),
            );
          }
        }
      }));

    for (const [name, posted] of Object.entries(HOSTILE_DATA)) {
      it(`survives ${name}`, () =>
        use(async (instance) => {
          await apply(instance, params, posted).catch((error: unknown) => expectFailure(error, name));
        }));
    }
  });
}

/** Fields of a node without the times at which the fake made and changed it. */
const withoutTimes = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([field]) => !field.endsWith('_at')));
