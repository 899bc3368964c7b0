import assert from 'node:assert/strict';
import type {
  ConditionDefinition,
  ConditionInstance,
  Json,
  NodeHandle,
  RuleParams,
} from '@inspector/plugin-api';
import { writeJson } from '@inspector/plugin-api/json';
import { createWorld, type WorldOptions } from '../node/world.js';
import { conditionTester } from '../plugin/condition-tester.js';
import { createContext, type ContextOptions } from '../plugin/context.js';
import { expectFailure } from './expected-failure.js';
import { frozen } from './frozen.js';
import { HOSTILE_VALUES } from './hostile-values.js';
import { expectSoundDefinition } from './rule-definition.js';
import { notRun, skipping } from './not-run.js';
import type { DescribeAndIt } from './test-functions.js';

/** Parameters, and values of a field that fulfil them or do not. */
export interface ConditionCase {
  readonly params: RuleParams;
  readonly fulfilledBy: readonly Json[];
  readonly notBy: readonly Json[];
}

/** What {@link conditionSuite} works with. */
export interface ConditionSuiteOptions<Options> extends DescribeAndIt {
  readonly definition: ConditionDefinition<Options>;
  /** At least one; together they should have values of both sorts. */
  readonly cases: readonly [ConditionCase, ...ConditionCase[]];
  /** Parameters a rule must not be created with. */
  readonly refused?: readonly RuleParams[];
  /** What it is set up with. */
  readonly context?: ContextOptions;
  /** The node whose field is checked. */
  readonly world?: WorldOptions;
}

type Check = ReturnType<ConditionInstance['compile']>;

/**
 * Defines the tests every rule condition has to pass: it decides the given cases, for all machines alike and whatever was
 * checked before; it only looks; and no value of a field makes it fail with a defect.
 */
export function conditionSuite<Options>(options: ConditionSuiteOptions<Options>): void {
  const { describe, definition, cases, refused = [], context = {}, world = {} } = options;
  const it = skipping(options.it);
  const node = (): NodeHandle => createWorld(world).node;
  const use = async (work: (instance: ConditionInstance) => Promise<void>): Promise<void> => {
    const instance = await definition.setup(createContext<Options>(definition, context));
    try {
      await work(instance);
    } finally {
      await instance.close?.();
    }
  };
  const expectDecisions = async (
    check: Check,
    { params, fulfilledBy, notBy }: ConditionCase,
  ): Promise<void> => {
    for (const [values, wanted] of [
      [fulfilledBy, true],
      [notBy, false],
    ] as const) {
      for (const value of values) {
        const decision: unknown = await check(frozen(value), node());
        assert.equal(decision, wanted, `${writeJson(params)} with ${writeJson(value)}`);
      }
    }
  };

  describe(`condition ${definition.id}: conformance`, () => {
    it('says what it is', async () => expectSoundDefinition(definition));

    it('accepts parameters a rule may have', async () => {
      const { validate, close } = await conditionTester(definition, context);
      for (const { params } of cases) validate(frozen(params));
      await close();
    });

    it('says what is wrong with parameters when a rule is created', async () => {
      if (refused.length === 0) notRun('refused');
      const { validate, close } = await conditionTester(definition, context);
      await use(async (instance) => {
        for (const params of refused) {
          const create = (): void => {
            validate(frozen(params));
            instance.compile(frozen(params));
          };
          expectFailure(thrownBy(create, writeJson(params)), writeJson(params));
        }
      });
      await close();
    });

    it('returns true or false as it should', () =>
      use(async (instance) => {
        for (const one of cases) await expectDecisions(instance.compile(frozen(one.params)), one);
      }));

    it('decides the same, also after other decisions', () =>
      use(async (instance) => {
        const checks = cases.map((one) => ({ one, check: instance.compile(frozen(one.params)) }));
        for (const { one, check } of [...checks, ...checks]) {
          await expectDecisions(check, one);
          await expectDecisions(check, { ...one, notBy: one.notBy.toReversed(), fulfilledBy: [] });
          await expectDecisions(check, { ...one, fulfilledBy: one.fulfilledBy.toReversed() });
        }
      }));

    it('changes nothing about the node', () =>
      use(async (instance) => {
        for (const { params, fulfilledBy, notBy } of cases) {
          const { node: looked, changes } = createWorld(world);
          const check = instance.compile(frozen(params));
          for (const value of [...fulfilledBy, ...notBy]) await check(frozen(value), looked);
          await looked.flush();
          assert.deepEqual(changes, createWorld(world).changes, 'it asks for changes');
        }
      }));

    it('decides, or says why it cannot, for every value a field may have', () =>
      use(async (instance) => {
        for (const { params } of cases) {
          const check = instance.compile(frozen(params));
          for (const value of HOSTILE_VALUES) {
            const what = `${writeJson(params)} with ${writeJson(value).slice(0, 40)}`;
            const decision: unknown = await Promise.resolve()
              .then(() => check(frozen(value), node()))
              .catch((error: unknown) => expectFailure(error, what));
            assert.ok(
              decision === undefined || typeof decision === 'boolean',
              `${what} is ${String(decision)}`,
            );
          }
        }
      }));
  });
}

function thrownBy(work: () => void, what: string): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return assert.fail(`${what} must be refused, but it is accepted`);
}
