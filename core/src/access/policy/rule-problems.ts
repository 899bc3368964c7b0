import { nearest } from '@inspector/plugin-api/package';
import { leavesOf, type Check, type Leaf } from './check.js';
import { FOREIGN_ATTRIBUTES, POLICY_ATTRIBUTES } from './policy-values.js';
import type { RemoteServers } from './remote-servers.js';

/** What is wrong with rules that can be understood one by one. */
export interface RuleProblem {
  readonly rule: string;
  readonly text: string;
}

const ATTRIBUTES: ReadonlySet<string> = new Set(POLICY_ATTRIBUTES);

/** Which servers a policy may ask. */
type KnownServers = Pick<RemoteServers, 'isKnown'>;

/**
 * Rules that name rules which are not there, or themselves, attributes that no caller has, and servers that may not be asked.
 *
 * @param servers - undefined: no server may be asked
 */
export function ruleProblems(checks: ReadonlyMap<string, Check>, servers?: KnownServers): RuleProblem[] {
  return [...checks].flatMap(([rule, check]) => [
    ...[...leavesOf(check)]
      .flatMap((leaf) => leafProblems(leaf, checks, servers))
      .map((text) => ({ rule, text })),
    ...(isCircular(rule, checks)
      ? [{ rule, text: 'it leads back to itself by rule:…, so it decides nothing: remove the circle' }]
      : []),
  ]);
}

function leafProblems(
  leaf: Check,
  checks: ReadonlyMap<string, Check>,
  servers: KnownServers | undefined,
): string[] {
  if (leaf.kind === 'remote') return servers?.isKnown(leaf.server) === true ? [] : [unknownServer(leaf)];
  if (leaf.kind === 'rule') {
    if (checks.has(leaf.rule)) return [];
    const near = nearest(leaf.rule, [...checks.keys()]);
    return [
      `"${leaf.text}" names a rule that is not there${near === undefined ? ': add it' : `: did you mean rule:${near}?`}`,
    ];
  }
  if (leaf.kind !== 'attribute') return [];
  const name = leaf.path.join('.');
  if (ATTRIBUTES.has(name)) return [];
  const foreign = Object.hasOwn(FOREIGN_ATTRIBUTES, name) ? FOREIGN_ATTRIBUTES[name] : undefined;
  const near = nearest(name, ['role', 'rule', ...POLICY_ATTRIBUTES]);
  const advice = foreign ?? (near === undefined ? 'correct it' : `did you mean ${near}:…?`);
  return [`"${leaf.text}" can never hold, callers have no "${name}": ${advice}`];
}

function unknownServer({ server: { host, port, usual }, text }: Extract<Leaf, { kind: 'remote' }>): string {
  const name = port === usual ? host : `${host}:${port}`;
  return `"${text}" asks a server that this service may not ask: add ${name} to osloPolicy.remoteChecks, or write the check here`;
}

/** Whether a rule leads to itself. */
function isCircular(rule: string, checks: ReadonlyMap<string, Check>): boolean {
  const seen = new Set<string>();
  const leadsBack = (name: string): boolean => {
    const check = checks.get(name);
    if (check === undefined || seen.has(name)) return false;
    seen.add(name);
    return namedBy(check).some((other) => other === rule || leadsBack(other));
  };
  return leadsBack(rule);
}

/** The rules that a check names. */
export const namedBy = (check: Check): string[] =>
  [...leavesOf(check)].flatMap((leaf) => (leaf.kind === 'rule' ? [leaf.rule] : []));

/** Rules that contain one of the given rules, and those rules themselves. */
export function containing(faulty: ReadonlySet<string>, checks: ReadonlyMap<string, Check>): Set<string> {
  const found = new Set(faulty);
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const [rule, check] of checks) {
      if (namedBy(check).some((name) => found.has(name) || !checks.has(name))) found.add(rule);
    }
  }
  return found;
}
