import type { RuleRepository } from '../db/types.js';
import { InspectorError, type PluginLog } from '@inspector/plugin-api';
import { breathing } from '../tasks/breath.js';
import type { Operators } from './operators.js';
import { readOneRule, readRuleList } from './read-rules.js';
import { ruleJson } from './rule-output.js';
import { storedRules } from './stored-rules.js';
import type { RulesService } from './types.js';
import { createRuleValidator } from './validate.js';

/** What the service works with. */
export interface RulesServiceOptions extends Operators {
  readonly repository: RuleRepository;
  readonly explain: RulesService['explain'];
  readonly log: Pick<PluginLog, 'warn'>;
}

/** Makes the service behind the rule routes of the API. */
export function createRulesService(options: RulesServiceOptions): RulesService {
  const { repository, explain, log } = options;
  const validator = createRuleValidator(options);
  return {
    ...storedRules(repository),
    createJson: async (bodyText) => {
      const { rule, doubts } = readOneRule(bodyText, validator);
      const [created] = await repository.create([rule]);
      if (created === undefined) throw new InspectorError('INSP_UNEXPECTED', 'The rule was not created');
      for (const doubt of doubts) log.warn({ rule: created.uuid }, `A new rule is likely wrong: ${doubt}`);
      return { json: ruleJson(created), warnings: doubts };
    },
    importRules: async (bodyText, { replace }) => {
      const rules = await readRuleList(bodyText, validator);
      refuseRepeated(rules.map(({ uuid }) => uuid));
      const texts: string[] = [];
      const breathe = breathing();
      for (const rule of await repository.create(rules, { replace })) {
        texts.push(ruleJson(rule));
        await breathe();
      }
      return texts;
    },
    explain,
  };
}

function refuseRepeated(uuids: readonly string[]): void {
  const seen = new Set<string>();
  for (const uuid of uuids) {
    if (seen.has(uuid)) {
      throw new InspectorError('INSP_BAD_REQUEST', `The UUID ${uuid} is given to more than one of the rules`);
    }
    seen.add(uuid);
  }
}
