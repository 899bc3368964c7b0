import type { RuleRepository } from '../db/types.js';
import type { NodeHandle, IntrospectionData, PluginLog } from '@inspector/plugin-api';
import { withNumberForms } from '@inspector/plugin-api/rule-values';
import { logPrefix, machineFields } from '../node/log-prefix.js';
import { breathing } from '../tasks/breath.js';
import { compileRules, type CompiledRule } from './compile.js';
import { Evaluation } from './evaluate.js';
import type { Metrics } from '../metrics/metrics.js';
import type { Operators } from './operators.js';
import { nodeLog } from './node-log.js';
import { runAction } from './run-action.js';
import type { AppliedRule, RulesEngine } from './types.js';

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
      const where = logPrefix(node.record, data);
      const report = reporting(log, where);
      const own = nodeLog(log, machineFields(node.record, data));
      const matching = await findMatching(rules, forms, node, report);
      const outcomes = new Map<CompiledRule, AppliedRule['outcome']>();
      const tell = (): void => run.onRules?.(matching.map((rule) => applied(rule, outcomes)));
      tell();
      try {
        for (const rule of matching) {
          log.info(`${where} rule "${rule.name}" applies`);
          outcomes.set(rule, 'failed');
          try {
            for (const action of rule.actions) {
              await report(rule, () => runAction(rule, action, { data, forms, node, log: own, run }));
            }
            outcomes.set(rule, 'applied');
          } finally {
            metrics.rules.inc({ outcome: outcomes.get(rule) ?? 'failed' });
          }
        }
      } finally {
        tell();
      }
    },
  };
}

const applied = (
  rule: CompiledRule,
  outcomes: ReadonlyMap<CompiledRule, AppliedRule['outcome']>,
): AppliedRule => ({
  uuid: rule.uuid,
  name: rule.name,
  sensitive: rule.sensitive,
  outcome: outcomes.get(rule) ?? 'not reached',
});

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
  report: Report,
): Promise<CompiledRule[]> {
  const evaluation = new Evaluation(data, node);
  const matching: CompiledRule[] = [];
  const breathe = breathing();
  for (const rule of rules) {
    if (await report(rule, () => evaluation.matches(rule))) matching.push(rule);
    await breathe();
  }
  return matching;
}

/** Does something for a rule, and logs which one a failure comes from: not every text says it. */
type Report = <T>(rule: CompiledRule, work: () => Promise<T>) => Promise<T>;

const reporting =
  (log: PluginLog, where: string): Report =>
  async (rule, work) => {
    try {
      return await work();
    } catch (error) {
      log.error({ rule: rule.uuid }, `${where} rule "${rule.name}" failed`);
      throw error;
    }
  };
