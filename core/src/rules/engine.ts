import type { RuleRepository } from '../db/types.js';
import type { NodeHandle, IntrospectionData, PluginLog } from '@inspector/plugin-api';
import { withNumberForms } from '@inspector/plugin-api/rule-values';
import { breathing } from '../tasks/breath.js';
import { compileRules, type CompiledRule } from './compile.js';
import { Evaluation } from './evaluate.js';
import type { Metrics } from '../metrics/metrics.js';
import type { Operators } from './operators.js';
import { runAction } from './run-action.js';
import type { RulesEngine } from './types.js';

/** What the engine works with. */
export interface RulesEngineOptions extends Operators {
  readonly repository: Pick<RuleRepository, 'list' | 'version'>;
  readonly log: PluginLog;
  readonly metrics: Pick<Metrics, 'rules'>;
}

/**
 * Makes the engine. Rules are compiled when they have changed, whichever process changed them, and not per
 * introspection.
 */
export function createRulesEngine(options: RulesEngineOptions): RulesEngine {
  const { log, metrics } = options;
  const current = compiledRules(options);
  return {
    apply: async (data, node, run) => {
      const rules = await current();
      if (rules.length === 0) return;
      const forms = withNumberForms(data);
      for (const rule of await findMatching(rules, forms, node, log)) {
        log.info(`[node: ${node.uuid}] rule "${rule.name}" applies`);
        let outcome = 'failed';
        try {
          for (const action of rule.actions) {
            await named(rule, log, () => runAction(rule, action, { data, forms, node, log, run }));
          }
          outcome = 'applied';
        } finally {
          metrics.rules.inc({ outcome });
        }
      }
    },
  };
}

function compiledRules({ repository, conditions, actions }: RulesEngineOptions) {
  let cached: { readonly version: string; readonly rules: Promise<CompiledRule[]> } | undefined;
  const load = async (): Promise<CompiledRule[]> =>
    compileRules(await repository.list(), { conditions, actions });

  return async (): Promise<readonly CompiledRule[]> => {
    const version = await repository.version();
    if (cached?.version === version) return cached.rules;
    const mine = { version, rules: load() };
    cached = mine;
    try {
      return await mine.rules;
    } catch (error) {
      if (cached === mine) cached = undefined;
      throw error;
    }
  };
}

/** All rules are looked at before any action runs: actions have no influence on conditions. */
async function findMatching(
  rules: readonly CompiledRule[],
  data: IntrospectionData,
  node: NodeHandle,
  log: PluginLog,
): Promise<CompiledRule[]> {
  const evaluation = new Evaluation(data, node);
  const matching: CompiledRule[] = [];
  const breathe = breathing();
  for (const rule of rules) {
    if (await named(rule, log, () => evaluation.matches(rule))) matching.push(rule);
    await breathe();
  }
  return matching;
}

/** Logs which rule a failure comes from: not every text says it. */
async function named<T>(rule: CompiledRule, log: PluginLog, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    log.error({ rule: rule.uuid }, `Rule "${rule.name}" failed`);
    throw error;
  }
}
