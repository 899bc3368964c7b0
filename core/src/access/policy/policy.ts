import type { Check } from './check.js';
import { compileCheck, explainCheck, type Decide, type Verdict } from './compile-check.js';
import type { PolicyTarget, PolicyValues } from './policy-values.js';

const NOTHING: PolicyTarget = {};
const deny: Decide = () => false;

/** Rules that decide. They are compiled once, when the policy is made. */
export class Policy {
  readonly #rules = new Map<string, Decide>();
  readonly #checks: ReadonlyMap<string, Check>;

  /** @param checks - all rules by name, without a circle among them */
  constructor(checks: ReadonlyMap<string, Check>) {
    this.#checks = checks;
    for (const [name, check] of checks) {
      this.#rules.set(
        name,
        compileCheck(check, (other) => this.#rules.get(other) ?? deny),
      );
    }
  }

  /** Whether a rule allows a caller something. A rule that is not there allows nothing. */
  allows(rule: string, values: PolicyValues, target = NOTHING): boolean {
    return (this.#rules.get(rule) ?? deny)(values, target);
  }

  /** The same, with the comparison that decided. */
  explain(rule: string, values: PolicyValues, target = NOTHING): Verdict {
    const check = this.#checks.get(rule);
    if (check === undefined) return { allowed: false, leaf: 'there is no such rule' };
    return explainCheck(check, (name) => this.#checks.get(name), values, target);
  }

  /** The names of all rules, in the order in which they are known. */
  get names(): string[] {
    return [...this.#checks.keys()];
  }
}
