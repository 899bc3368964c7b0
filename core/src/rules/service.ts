import type { RuleRepository } from '../db/types.js';
import { InspectorError } from '@inspector/plugin-api';
import type { Operators } from './operators.js';
import { readRules } from './rule-input.js';
import { ruleJson } from './rule-output.js';
import { storedRules } from './stored-rules.js';
import type { RulesService } from './types.js';
import { createRuleValidator } from './validate.js';

/** What the service works with. */
export interface RulesServiceOptions extends Operators {
  readonly repository: RuleRepository;
  readonly explain: RulesService['explain'];
}

/** Makes the service behind the rule routes of the API. */
export function createRulesService({ repository, explain, ...operators }: RulesServiceOptions): RulesService {
  const validator = createRuleValidator(operators);
  return {
    ...storedRules(repository),
    createJson: async (bodyText) => {
      const [created] = await repository.create(readRules(bodyText, validator, false));
      if (created === undefined) throw new InspectorError('INSP_UNEXPECTED', 'The rule was not created');
      return ruleJson(created);
    },
    importRules: async (bodyText, { replace }) => {
      const rules = readRules(bodyText, validator, true);
      refuseRepeated(rules.map(({ uuid }) => uuid));
      return (await repository.create(rules, { replace })).map(ruleJson);
    },
    explain,
  };
}

function refuseRepeated(uuids: readonly string[]): void {
  const repeated = uuids.find((uuid, index) => uuids.indexOf(uuid) !== index);
  if (repeated === undefined) return;
  throw new InspectorError('INSP_BAD_REQUEST', `The UUID ${repeated} is given to more than one of the rules`);
}
