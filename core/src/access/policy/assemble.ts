import { nearest } from '@inspector/plugin-api/package';
import type { Check } from './check.js';
import { parseCheck } from './parse-check.js';
import { Policy } from './policy.js';
import type { PolicyFile, PolicyProblem, WrittenRule } from './read-policy.js';
import type { RemoteServers } from './remote-servers.js';
import { defaultCheck, RULE_DEFAULTS } from './rule-defaults.js';
import { containing, namedBy, ruleProblems } from './rule-problems.js';

/** How a policy is made of what files hold. */
export interface AssemblyOptions {
  /** false: what ironic-inspector asked for before suffices too, for rules that are in no file. */
  readonly enforceNewDefaults: boolean;
  /** true: a rule that is wrong denies, and so does every rule that contains it; false: nothing is made. */
  readonly lenient: boolean;
  /** Servers that rules may ask; undefined: none. */
  readonly servers?: RemoteServers | undefined;
}

/** A rule as it counts. */
export interface EffectiveRule {
  readonly name: string;
  readonly text: string;
  /** Where it is written; undefined: it is the default. */
  readonly written: Pick<WrittenRule, 'file' | 'line'> | undefined;
}

/** What came of it. */
export interface Assembly {
  /** Undefined: there are problems, and it was not to be lenient. */
  readonly policy: Policy | undefined;
  readonly rules: readonly EffectiveRule[];
  readonly problems: readonly PolicyProblem[];
  /** What is likely a mistake, but harms nobody. */
  readonly warnings: readonly PolicyProblem[];
}

/** Makes a policy of the defaults and of files, each of which adds to and replaces what came before. */
export function assemblePolicy(
  files: readonly PolicyFile[],
  { enforceNewDefaults, lenient, servers }: AssemblyOptions,
): Assembly {
  const written = new Map(files.flatMap(({ rules }) => rules.map((rule) => [rule.name, rule] as const)));
  const unreadable = files.flatMap(({ problems }) => problems);
  const checks = new Map<string, Check>();
  const texts = new Map<string, string>();
  for (const [name, standard] of Object.entries(RULE_DEFAULTS)) {
    const text = defaultCheck(standard, enforceNewDefaults);
    texts.set(name, text);
    checks.set(name, parseCheck(text));
  }
  for (const [name, { check, text }] of written) {
    texts.set(name, text);
    checks.set(name, check);
  }
  const faults = ruleProblems(checks, servers);
  const problems = [
    ...unreadable,
    ...faults.map(({ rule, text }) => ({ ...placeOf(written.get(rule)), rule, text })),
  ];
  const broken = [...faults, ...unreadable].flatMap(({ rule }) => rule ?? []);
  return {
    policy:
      problems.length === 0 || lenient ? new Policy(withDenied(checks, new Set(broken)), servers) : undefined,
    rules: [...texts].map(([name, text]) => ({ name, text, written: written.get(name) })),
    problems,
    warnings: unusedRules(written, checks),
  };
}

const placeOf = (rule: WrittenRule | undefined): Pick<PolicyProblem, 'file' | 'line'> =>
  rule === undefined ? { file: 'the default policy' } : { file: rule.file, line: rule.line };

function withDenied(
  checks: ReadonlyMap<string, Check>,
  broken: ReadonlySet<string>,
): ReadonlyMap<string, Check> {
  if (broken.size === 0) return checks;
  const denied = containing(broken, checks);
  return new Map([...checks].map(([name, check]) => [name, denied.has(name) ? { kind: 'deny' } : check]));
}

/** Rules that neither a route nor another rule asks for: mostly a name that is misspelt. */
function unusedRules(
  written: ReadonlyMap<string, WrittenRule>,
  checks: ReadonlyMap<string, Check>,
): PolicyProblem[] {
  const used = new Set([...checks.values()].flatMap(namedBy));
  const known = Object.keys(RULE_DEFAULTS);
  return [...written.values()]
    .filter(({ name }) => !used.has(name) && !Object.hasOwn(RULE_DEFAULTS, name))
    .map(({ name, file, line }) => {
      const near = nearest(name, known);
      const advice = near === undefined ? '' : `; did you mean "${near}"?`;
      return { file, line, rule: name, text: `no route and no other rule asks for it${advice}` };
    });
}
