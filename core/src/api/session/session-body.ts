import { ROUTE_RULES, type Caller, type PolicyRule } from '../../access/access-control.js';
import type { InspectorConfig } from '../../config/types.js';

/** Who somebody is, and what they may do. */
export async function sessionBody(
  { authStrategy }: Pick<InspectorConfig, 'authStrategy'>,
  caller: Caller,
  end: number | undefined,
): Promise<object> {
  const may: string[] = [];
  for (const rule of Object.keys(ROUTE_RULES).sort() as PolicyRule[]) {
    if (await holds(caller, rule)) may.push(rule);
  }
  const { actor } = caller;
  return {
    strategy: authStrategy,
    user: actor === undefined ? null : { id: actor.userId, name: actor.userName, roles: actor.roles ?? [] },
    project: actor?.projectName ?? null,
    expires_at: end === undefined ? null : new Date(end).toISOString(),
    may,
  };
}

/** Whoever would have to be asked about the caller is asked once, and not for each rule. */
const holds = async (caller: Caller, rule: PolicyRule): Promise<boolean> =>
  caller.holds?.(rule) ?? (await caller.authorise(rule, false)) === undefined;
