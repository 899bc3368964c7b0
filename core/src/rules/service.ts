import type { RuleRepository, StoredRule } from '../db/types.js';
import { InspectorError } from '@inspector/plugin-api';
import type { Operators } from './operators.js';
import { readRules } from './rule-input.js';
import { ruleJson } from './rule-output.js';
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
    list: async () =>
      (await repository.list()).map(({ uuid, description, scope }) => ({ uuid, description, scope })),
    getJson: async (uuid) => ruleJson(await findRule(repository, uuid)),
    createJson: async (bodyText) => {
      const [created] = await repository.create(readRules(bodyText, validator, false));
      if (created === undefined) throw new InspectorError('INSP_UNEXPECTED', 'The rule was not created');
      return ruleJson(created);
    },
    delete: async (uuid) => {
      if (!(await repository.delete(uuid))) throw notFound(uuid);
    },
    deleteAll: () => repository.deleteAll(),
    importRules: async (bodyText, { replace }) => {
      const rules = readRules(bodyText, validator, true);
      refuseRepeated(rules.map(({ uuid }) => uuid));
      return (await repository.create(rules, { replace })).map(ruleJson);
    },
    explain,
  };
}

/** A rule by its UUID. @throws INSP_RULE_NOT_FOUND */
export async function findRule(repository: Pick<RuleRepository, 'get'>, uuid: string): Promise<StoredRule> {
  const rule = await repository.get(uuid);
  if (rule === undefined) throw notFound(uuid);
  return rule;
}

const notFound = (uuid: string): InspectorError =>
  new InspectorError('INSP_RULE_NOT_FOUND', `Rule ${uuid} was not found`);

function refuseRepeated(uuids: readonly string[]): void {
  const repeated = uuids.find((uuid, index) => uuids.indexOf(uuid) !== index);
  if (repeated === undefined) return;
  throw new InspectorError('INSP_BAD_REQUEST', `The UUID ${repeated} is given to more than one of the rules`);
}
