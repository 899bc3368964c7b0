/** A policy file made by chance, and the rules that it has. */
export type RandomPolicy = Readonly<Record<string, unknown>>;

const ROLES = [
  'admin',
  'ADMIN',
  'reader',
  'service',
  'member',
  'baremetal_admin',
  '%(role)s',
  '%(missing)s',
  'a%%b',
];
const LEAVES = [
  'system_scope:all',
  'system:all',
  'is_public_api:True',
  'is_public_api:true',
  'is_admin_project:True',
  'project_id:None',
  'project_id:%(project)s',
  'user_id:u1',
  'user_id:%(user)s',
  'roles:admin',
  'roles:%(role)s',
  'service_roles:service',
  `'admin':%(role)s`,
  `"x":x`,
  '5:%(number)s',
  '-3:-3',
  'True:%(flag)s',
  'None:%(nothing)s',
  '@',
  '!',
];
/** What people mistype. */
const ODD = [
  'foo',
  'role:',
  ':x',
  '"quoted"',
  'is_admin:True',
  'role:a)',
  '(',
  ')',
  'and',
  'not',
  'user_id:5%',
  'Role:x',
];
const WORDS = { and: ['and', 'AND', ' and '], or: ['or', 'Or', '\n or'], not: ['not', 'NOT'] } as const;

/** Makes policies; the same for the same numbers by chance. */
export class RandomPolicies {
  constructor(private readonly chance: () => number) {}

  next(): RandomPolicy {
    const names = Array.from({ length: 1 + this.#below(5) }, (_, index) => `r${index}`);
    const named = [...names, 'is_admin', 'introspection:status'];
    return Object.fromEntries(
      names.map((name, index) => [name, this.#rule(named.filter((_, at) => at > index))]),
    );
  }

  #rule(named: readonly string[]): unknown {
    const kind = this.chance();
    if (kind < 0.1) return this.#list();
    if (kind < 0.3) return this.#jumble(named);
    return this.#check(3, named);
  }

  /** The old form. */
  #list(): unknown {
    return Array.from({ length: this.#below(3) }, () => {
      const leaves = Array.from({ length: this.#below(3) }, () => this.#leaf([]));
      return this.chance() < 0.2 ? this.#leaf([]) : leaves;
    });
  }

  #check(depth: number, named: readonly string[]): string {
    const kind = depth === 0 ? 1 : this.chance();
    if (kind > 0.6) return this.#leaf(named);
    if (kind > 0.5) return `${this.#one(WORDS.not)} ${this.#enclosed(depth, named)}`;
    const word = this.#one(kind > 0.25 ? WORDS.and : WORDS.or);
    return `${this.#enclosed(depth, named)} ${word} ${this.#enclosed(depth, named)}`;
  }

  /** With or without parentheses: without, precedence decides. */
  #enclosed(depth: number, named: readonly string[]): string {
    const check = this.#check(depth - 1, named);
    return this.chance() < 0.4 ? `(${check})` : check;
  }

  /** Tokens in any order: mostly no policy at all. */
  #jumble(named: readonly string[]): string {
    const parts = Array.from({ length: 1 + this.#below(4) }, () =>
      this.chance() < 0.25 ? this.#one(ODD) : this.#check(1, named),
    );
    return parts.join(this.chance() < 0.5 ? ' ' : ' or ');
  }

  #leaf(named: readonly string[]): string {
    const kind = this.chance();
    if (kind < 0.35) return `role:${this.#one(ROLES)}`;
    if (kind < 0.5 && named.length > 0) return `rule:${this.#one(named)}`;
    return this.#one(LEAVES);
  }

  #one<T>(choices: readonly T[]): T {
    return choices[this.#below(choices.length)] as T;
  }

  #below(limit: number): number {
    return Math.floor(this.chance() * limit);
  }
}
