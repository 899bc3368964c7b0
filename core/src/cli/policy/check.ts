import { InspectorError } from '@inspector/plugin-api';
import { PUBLIC_VALUES, type PolicyValues } from '../../access/policy/policy-values.js';
import { ROUTE_RULES } from '../../access/policy/rule-defaults.js';
import { tokenValues } from '../../access/policy/token-values.js';
import type { CliContext } from '../context.js';
import { readInput } from '../files.js';
import { tableLines } from '../table.js';
import { loadPolicy } from './load.js';

/** Options of `inspector policy check`. */
export interface CheckOptions {
  readonly rule?: string;
  readonly as?: string;
  readonly roles?: string;
  readonly system?: boolean;
  readonly lenient?: boolean;
}

/** Prints what a caller may do, and which comparison decided. */
export async function check(options: CheckOptions, context: CliContext): Promise<void> {
  const values = await callerOf(options, context);
  const { policy } = await loadPolicy(context, options.lenient);
  const { rule } = options;
  if (rule !== undefined && !policy.names.includes(rule)) {
    throw new InspectorError('INSP_POLICY_INVALID', `There is no rule "${rule}": see inspector policy show`);
  }
  const rows: string[][] = [];
  for (const name of rule === undefined ? Object.keys(ROUTE_RULES) : [rule]) {
    // Routes that are open to everybody are so before anybody looks at the caller.
    const isPublic = policy.allows(name, PUBLIC_VALUES);
    const caller = isPublic ? { ...values, is_public_api: true } : values;
    const allowed = await policy.decide(name, caller);
    rows.push([name, allowed ? 'allowed' : 'denied', policy.explain(name, caller).leaf]);
  }
  for (const line of tableLines(['RULE', 'DECISION', 'DECIDED BY'], rows)) context.print(line);
}

async function callerOf({ as, roles, system }: CheckOptions, context: CliContext): Promise<PolicyValues> {
  if (as !== undefined) return tokenValues(await readInput(as, 'a token', context));
  const scope = system === true ? 'all' : null;
  return {
    user_id: null,
    project_id: null,
    system_scope: scope,
    ...(scope === null ? {} : { system: scope }),
    is_public_api: false,
    roles: (roles ?? '').split(',').flatMap((role) => role.trim() || []),
  };
}
