import type { AccessControl, Caller, CallingRequest, Denial, PolicyRule } from '../access-control.js';
import { deniedByPolicy, unknownCaller } from '../denials.js';
import type { Policy } from '../policy/policy.js';
import { PUBLIC_VALUES, type PolicyValues } from '../policy/policy-values.js';
import { readCredentials, type Credentials } from './credentials.js';
import type { PasswordChecks } from './password-checks.js';
import type { Users } from './user-file.js';

const CHALLENGE = 'Basic realm="Baremetal API"';

/** Roles by user. */
export type UserRoles = Readonly<Record<string, readonly string[]>>;

/** What the strategy works with. */
export interface HttpBasicOptions {
  readonly users: { readonly current: Users };
  readonly checks: Pick<PasswordChecks, 'areRight'>;
  /** The roles of users and the policy that decides with them; undefined: every user may do everything. */
  readonly rights?: { readonly roles: UserRoles; readonly policy: { readonly current: Policy } } | undefined;
}

/** The strategy `http_basic`: user and password, checked with a file. */
export class HttpBasicAccess implements AccessControl {
  constructor(private readonly options: HttpBasicOptions) {}

  identify({ headers }: CallingRequest): Caller {
    return new BasicCaller(readCredentials(headers.authorization), this.options);
  }
}

class BasicCaller implements Caller {
  #name: string | undefined;

  constructor(
    private readonly credentials: Credentials | undefined,
    private readonly options: HttpBasicOptions,
  ) {}

  get name(): string | undefined {
    return this.#name;
  }

  async authorise(rule: PolicyRule, isPublic: boolean): Promise<Denial | undefined> {
    if (isPublic) return this.#decide(rule, PUBLIC_VALUES);
    const { users, checks } = this.options;
    if (this.credentials === undefined) return unknownCaller(CHALLENGE);
    if (!(await checks.areRight(this.credentials, users.current))) return unknownCaller(CHALLENGE);
    this.#name = this.credentials.user;
    return this.#decide(rule, this.#values(this.#name));
  }

  #decide(rule: PolicyRule, values: PolicyValues): Denial | undefined {
    const { rights } = this.options;
    if (rights === undefined || rights.policy.current.allows(rule, values)) return undefined;
    return deniedByPolicy();
  }

  /** The users of the file belong to no project; what they may do, they may do on the whole system. */
  #values(user: string): PolicyValues {
    const { rights } = this.options;
    return {
      user_id: user,
      user_name: user,
      roles: rights && Object.hasOwn(rights.roles, user) ? (rights.roles[user] ?? []) : [],
      project_id: null,
      system_scope: 'all',
      system: 'all',
      is_public_api: false,
      auth_method: 'http_basic',
    };
  }
}
