import type { ActionDefinition, BareMetalNode, IntrospectionData, RuleParams } from '@inspector/plugin-api';
import { copyJson } from '@inspector/plugin-api/json';
import type { RecordedChanges } from '../node/recorded-changes.js';
import type { RecordedLog } from '../node/recorded-log.js';
import { createWorld, type WorldOptions } from '../node/world.js';
import { createContext, type ContextOptions } from './context.js';
import { checkParameters } from './rule-parameters.js';

/** What an action is applied to. */
export interface ActionRun extends WorldOptions {
  readonly data?: IntrospectionData;
  /** Description of the rule; default `rule under test`. */
  readonly rule?: string;
}

/** What an action did. */
export interface ActionResult {
  /** The node in the bare metal service afterwards. */
  readonly node: BareMetalNode;
  readonly changes: RecordedChanges;
  readonly log: RecordedLog;
}

/** A rule action ready to be tried. */
export interface ActionTester {
  /** Checks parameters as at the creation of a rule; throws what the API would answer as 400. */
  validate(params: RuleParams): void;
  /**
   * Checks the parameters, applies the action to a node in memory and sends its changes. Parameters that the
   * service formats (`formattedParams`) are passed as given: write the formatted value.
   */
  apply(params: RuleParams, run?: ActionRun): Promise<ActionResult>;
  close(): Promise<void>;
}

/** Sets a rule action up without a server. */
export async function actionTester<Options>(
  definition: ActionDefinition<Options>,
  context: ContextOptions = {},
): Promise<ActionTester> {
  const instance = await definition.setup(createContext<Options>(definition, context));
  const validate = (params: RuleParams): void => {
    checkParameters(definition, params);
    instance.validate?.(params);
  };
  return {
    validate,
    async apply(params, { data = {}, rule = 'rule under test', ...world } = {}) {
      validate(params);
      const { node, changes, log } = createWorld(world);
      const { signal } = new AbortController();
      await instance.apply(params, { node, data: copyJson(data), rule, log, signal });
      await node.flush();
      node.invalidateCache();
      return { node: await node.node(), changes, log };
    },
    async close() {
      await instance.close?.();
    },
  };
}
