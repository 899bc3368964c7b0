import type { Actor } from '@inspector/plugin-api';
import type { AccessControl, Caller, CallingRequest, Denial, PolicyRule } from '../access-control.js';
import { deniedByPolicy } from '../denials.js';
import type { Policy } from '../policy/policy.js';
import { PUBLIC_VALUES, type PolicyValues } from '../policy/policy-values.js';
import type { CertificateUser, CertificateUsers } from './certificate-users.js';

/** What the strategy works with. */
export interface CertificateAccessOptions {
  readonly users: Pick<CertificateUsers, 'find'>;
  readonly policy: { readonly current: Policy };
  /** Knows all other callers. */
  readonly others: AccessControl;
}

const CREDENTIALS = ['authorization', 'x-auth-token', 'x-storage-token', 'x-service-token'] as const;

/**
 * Knows callers by the certificates of their connections. A request with other credentials is judged by those alone, so that
 * two identities never mix: a proxy with a certificate passes on requests of many callers.
 */
export class CertificateAccess implements AccessControl {
  /** Nobody logs in with a certificate. */
  readonly signOn: AccessControl['signOn'];
  readonly signOff: AccessControl['signOff'];

  constructor(private readonly options: CertificateAccessOptions) {
    this.signOn = options.others.signOn?.bind(options.others);
    this.signOff = options.others.signOff?.bind(options.others);
  }

  identify(request: CallingRequest): Caller | Promise<Caller> {
    const { users, policy, others } = this.options;
    if (CREDENTIALS.some((name) => request.headers[name] !== undefined)) return others.identify(request);
    const certificate = request.certificate?.();
    const user = certificate === undefined ? undefined : users.find(certificate);
    return user === undefined ? others.identify(request) : new CertificateCaller(user, policy);
  }
}

class CertificateCaller implements Caller {
  readonly name: string;
  readonly actor: Actor;
  readonly #values: PolicyValues;

  constructor(
    user: CertificateUser,
    private readonly policy: { readonly current: Policy },
  ) {
    this.name = user.name;
    this.actor = { userId: user.name, userName: user.name, roles: user.roles, method: 'tls' };
    this.#values = {
      user_id: user.name,
      user_name: user.name,
      roles: user.roles,
      project_id: null,
      system_scope: 'all',
      system: 'all',
      is_public_api: false,
      auth_method: 'tls',
    };
  }

  decidedBy(rule: PolicyRule): string {
    return this.policy.current.explain(rule, this.#values).leaf;
  }

  async authorise(rule: PolicyRule, isPublic: boolean): Promise<Denial | undefined> {
    const values = isPublic ? PUBLIC_VALUES : this.#values;
    return (await this.policy.current.decide(rule, values)) ? undefined : deniedByPolicy();
  }
}
