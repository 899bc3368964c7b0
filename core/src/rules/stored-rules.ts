import { InspectorError } from '@inspector/plugin-api';
import type { RuleRepository, StoredRule } from '../db/types.js';
import { ruleJson } from './rule-output.js';
import type { StoredRules } from './types.js';

/** Reads and deletes rules in the database; needs no plugin. */
export const storedRules = (
  repository: Pick<RuleRepository, 'list' | 'get' | 'delete' | 'deleteAll'>,
): StoredRules => ({
  list: async () =>
    (await repository.list()).map(({ uuid, description, scope }) => ({ uuid, description, scope })),
  getJson: async (uuid) => ruleJson(await findRule(repository, uuid)),
  delete: async (uuid) => {
    if (!(await repository.delete(uuid))) throw notFound(uuid);
  },
  deleteAll: () => repository.deleteAll(),
});

/** A rule by its UUID. @throws INSP_RULE_NOT_FOUND */
export async function findRule(repository: Pick<RuleRepository, 'get'>, uuid: string): Promise<StoredRule> {
  const rule = await repository.get(uuid);
  if (rule === undefined) throw notFound(uuid);
  return rule;
}

const notFound = (uuid: string): InspectorError =>
  new InspectorError('INSP_RULE_NOT_FOUND', `Rule ${uuid} was not found`);
