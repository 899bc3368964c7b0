import { InspectorError } from '@inspector/plugin-api';
import type { RuleRepository, StoredRule } from '../db/types.js';
import { combineFailures, type PluginFailure } from '../plugin-host/failures.js';

/**
 * Refuses to start without operators that stored rules need: without them every introspection that comes to such a rule
 * would fail.
 *
 * @param unusable - rule operators that are installed and cannot be used
 * @throws the problems of those that are needed, with the rules that need them
 */
export async function requireOperators(
  unusable: readonly PluginFailure[],
  rules: Pick<RuleRepository, 'list'>,
): Promise<void> {
  if (unusable.length === 0) return;
  const stored = (await rules.list()).filter(({ disabled }) => !disabled);
  const needed = unusable.flatMap(({ plugin, error }) => {
    const users = plugin === undefined ? [] : stored.filter((rule) => uses(rule, plugin));
    if (users.length === 0) return [];
    const [repair = '', ...what] = error.message.split('\n').reverse();
    const names = users.map(({ uuid, description }) => description || uuid).join(', ');
    const text = [...what.reverse(), `Rules use it: ${names}.`, repair].join('\n');
    return [{ plugin, error: new InspectorError(error.code, text, { cause: error }) }];
  });
  if (needed.length > 0) throw combineFailures(needed as readonly PluginFailure[]);
}

const uses = (
  { conditions, actions }: StoredRule,
  { group, name }: NonNullable<PluginFailure['plugin']>,
): boolean =>
  (group === 'inspector.rule.condition' && conditions.some(({ op }) => op === name)) ||
  (group === 'inspector.rule.action' && actions.some(({ action }) => action === name));
