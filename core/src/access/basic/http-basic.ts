import type { Actor } from '@inspector/plugin-api';
import type { AccessControl, Caller, CallingRequest, Denial, PolicyRule } from '../access-control.js';
import { deniedByPolicy, shutOut, unknownCaller } from '../denials.js';
import type { FailedCredentials } from '../failed-credentials.js';
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
  readonly checks: Pick<PasswordChecks, 'areRight' | 'areRemembered'>;
  /** Counts wrong passwords. */
  readonly failures: FailedCredentials;
  /** The roles of users and the policy that decides with them; undefined: every user may do everything. */
  readonly rights?: { readonly roles: UserRoles; readonly policy: { readonly current: Policy } } | undefined;
}

/** The strategy `http_basic`: user and password, checked with a file. */
export class HttpBasicAccess implements AccessControl {
  constructor(private readonly options: HttpBasicOptions) {}

  identify({ headers, address }: CallingRequest): Caller {
    return new BasicCaller(readCredentials(headers.authorization), address, this.options);
  }
}

class BasicCaller implements Caller {
  #name: string | undefined;

  constructor(
    private readonly credentials: Credentials | undefined,
    private readonly address: string | undefined,
    private readonly options: HttpBasicOptions,
  ) {}

  get name(): string | undefined {
    return this.#name;
  }

  get actor(): Actor | undefined {
    const name = this.#name;
    if (name === undefined) return undefined;
    return { userId: name, userName: name, roles: this.#rolesOf(name), method: 'http_basic' };
  }

  decidedBy(rule: PolicyRule): string | undefined {
    if (this.#name === undefined) return undefined;
    return this.options.rights?.policy.current.explain(rule, this.#values(this.#name)).leaf;
  }

  async authorise(rule: PolicyRule, isPublic: boolean): Promise<Denial | undefined> {
    if (isPublic) return this.#decide(rule, PUBLIC_VALUES);
    if (this.credentials === undefined) return unknownCaller(CHALLENGE);
    const denial = await this.#denialOf(this.credentials);
    if (denial !== undefined) return denial;
    this.#name = this.credentials.user;
    return this.#decide(rule, this.#values(this.#name));
  }

  /** Why credentials are not taken; undefined: they are right. */
  async #denialOf(credentials: Credentials): Promise<Denial | undefined> {
    const { users, checks, failures } = this.options;
    if (checks.areRemembered(credentials, users.current)) return undefined;
    const seconds = failures.secondsLeft(this.address);
    if (seconds > 0) return shutOut(CHALLENGE, seconds);
    if (await checks.areRight(credentials, users.current)) return undefined;
    failures.note(this.address);
    return unknownCaller(CHALLENGE);
  }

  async #decide(rule: PolicyRule, values: PolicyValues): Promise<Denial | undefined> {
    const { rights } = this.options;
    if (rights === undefined || (await rights.policy.current.decide(rule, values))) return undefined;
    return deniedByPolicy();
  }

  #rolesOf(user: string): readonly string[] {
    const { rights } = this.options;
    return rights && Object.hasOwn(rights.roles, user) ? (rights.roles[user] ?? []) : [];
  }

  /** The users of the file belong to no project; what they may do, they may do on the whole system. */
  #values(user: string): PolicyValues {
    return {
      user_id: user,
      user_name: user,
      roles: this.#rolesOf(user),
      project_id: null,
      system_scope: 'all',
      system: 'all',
      is_public_api: false,
      auth_method: 'http_basic',
    };
  }
}
