import type { Policy } from '../../access/policy/policy.js';
import { assemblePolicy, type Assembly, type EffectiveRule } from '../../access/policy/assemble.js';
import { RULE_DEFAULTS } from '../../access/policy/rule-defaults.js';
import type { CliContext } from '../context.js';
import { loadPolicy } from './load.js';

/** Options of `inspector policy show`. */
export interface ShowOptions {
  readonly defaults?: boolean;
  readonly sample?: boolean;
  readonly lenient?: boolean;
}

/** Somebody who is admin in a project of any domain, and nothing else. */
const ADMIN_OF_ANY_DOMAIN = {
  roles: ['admin'],
  project_id: 'any',
  domain_id: null,
  system_scope: null,
  is_public_api: false,
};

/** Prints rules as a policy file. */
export async function show({ defaults, sample, lenient }: ShowOptions, context: CliContext): Promise<void> {
  const { rules, policy } =
    defaults === true || sample === true ? await standard(context) : await loadPolicy(context, lenient);
  if (policy === undefined) return;
  for (const [index, rule] of rules.entries()) {
    if (index > 0) context.print();
    for (const line of ruleLines(rule, policy, sample === true)) context.print(line);
  }
}

async function standard(context: CliContext): Promise<Assembly> {
  const { osloPolicy } = await context.loadConfig();
  return assemblePolicy([], { enforceNewDefaults: osloPolicy.enforceNewDefaults, lenient: false });
}

function ruleLines({ name, text, written }: EffectiveRule, policy: Policy, isSample: boolean): string[] {
  const known = Object.hasOwn(RULE_DEFAULTS, name) ? RULE_DEFAULTS[name] : undefined;
  const place = written === undefined ? 'the default' : `${written.file}:${written.line}`;
  const open = policy.allows(name, ADMIN_OF_ANY_DOMAIN)
    ? ['# Whoever is admin in a project of any domain may do this.']
    : [];
  return [
    ...(known === undefined ? [] : [`# ${known.description}`]),
    ...(isSample ? [] : [`# From ${place}.`]),
    ...open,
    `${isSample ? '#' : ''}${JSON.stringify(name)}: ${JSON.stringify(text)}`,
  ];
}
