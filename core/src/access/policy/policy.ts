import { leavesOf, type Check } from './check.js';
import { compileCheck, explainCheck, type Decide, type Verdict } from './compile-check.js';
import type { PolicyTarget, PolicyValues } from './policy-values.js';
import type { RemoteServers } from './remote-servers.js';
import { containing } from './rule-problems.js';

const NOTHING: PolicyTarget = {};
const deny: Decide = () => false;

/** Servers that a policy may ask, and what they said lately. */
type Servers = Pick<RemoteServers, 'ask' | 'recent'>;

/** Rules that decide. They are compiled once, when the policy is made. */
export class Policy {
  readonly #rules = new Map<string, Decide>();
  readonly #checks: ReadonlyMap<string, Check>;
  readonly #servers: Servers | undefined;
  /** Rules that may have to ask a server. */
  readonly #asking: ReadonlySet<string>;

  /**
   * @param checks - all rules by name, without a circle among them
   * @param servers - undefined: nobody is asked, and what needs the answer is denied
   */
  constructor(checks: ReadonlyMap<string, Check>, servers?: Servers) {
    this.#checks = checks;
    this.#servers = servers;
    for (const [name, check] of checks) {
      this.#rules.set(
        name,
        compileCheck(check, (other) => this.#rules.get(other) ?? deny),
      );
    }
    const asks = (check: Check): boolean => [...leavesOf(check)].some(({ kind }) => kind === 'remote');
    const direct = [...checks].flatMap(([name, check]) => (asks(check) ? [name] : []));
    this.#asking = direct.length === 0 ? new Set() : containing(new Set(direct), checks);
  }

  /**
   * Whether a rule allows a caller something. A rule that is not there allows nothing. Servers are asked one after another, and only
   * those whose answer matters; where one gives no answer, nothing is allowed, also below a `not`.
   *
   * @returns at once where no server has to be asked
   */
  decide(rule: string, values: PolicyValues, target = NOTHING): boolean | Promise<boolean> {
    return this.#asking.has(rule) ? this.#ask(rule, values, target) : this.allows(rule, values, target);
  }

  /** The same without asking servers: what needs the answer of one is denied. */
  allows(rule: string, values: PolicyValues, target = NOTHING): boolean {
    let isOpen = false;
    const allowed = this.#decider(rule)(values, target, () => {
      isOpen = true;
      return false;
    });
    return allowed && !isOpen;
  }

  /** The same, with the comparison that decided; servers are taken to say what they said a moment ago, else no. */
  explain(rule: string, values: PolicyValues, target = NOTHING): Verdict {
    const check = this.#checks.get(rule);
    if (check === undefined) return { allowed: false, leaf: 'there is no such rule' };
    const ask = (url: string | undefined): boolean =>
      url !== undefined && this.#servers?.recent({ url, rule, values, target }) === true;
    return explainCheck(check, (name) => this.#checks.get(name), values, target, ask);
  }

  /** The names of all rules, in the order in which they are known. */
  get names(): string[] {
    return [...this.#checks.keys()];
  }

  #decider(rule: string): Decide {
    return this.#rules.get(rule) ?? deny;
  }

  /** Decides again with each new answer, until no answer is missing. */
  async #ask(rule: string, values: PolicyValues, target: PolicyTarget): Promise<boolean> {
    const said = new Map<string | undefined, boolean>();
    for (;;) {
      const missing: (string | undefined)[] = [];
      const allowed = this.#decider(rule)(values, target, (url) => {
        const answer = said.get(url);
        if (answer === undefined) missing.push(url);
        return answer ?? false;
      });
      if (missing.length === 0) return allowed;
      const [url] = missing;
      const answer = url === undefined ? undefined : await this.#servers?.ask({ url, rule, values, target });
      if (answer === undefined) return false;
      said.set(url, answer);
    }
  }
}
