import { InspectorError } from '@inspector/plugin-api';
import type { Log } from '../../log/log.js';
import type { AccessControl, Caller, CallingRequest, Denial, PolicyRule } from '../access-control.js';
import { deniedByPolicy, unknownCaller } from '../denials.js';
import type { Policy } from '../policy/policy.js';
import { PUBLIC_VALUES, type PolicyValues } from '../policy/policy-values.js';
import { IdentityOutage } from './identity-outage.js';
import { identify, policyValuesOf, type IdentificationOptions } from './keystone-caller.js';

/** What the strategy works with. */
export interface KeystoneAccessOptions extends IdentificationOptions {
  readonly policy: { readonly current: Policy };
  readonly log: Pick<Log, 'warn'>;
  /** Address of the identity service that callers are told. */
  readonly publicUri: string;
}

/** The strategy `keystone`: tokens that the identity service knows, and the policy. */
export class KeystoneAccess implements AccessControl {
  constructor(private readonly options: KeystoneAccessOptions) {}

  identify(request: CallingRequest): Caller {
    return new KeystoneCaller(request, this.options);
  }
}

class KeystoneCaller implements Caller {
  #name: string | undefined;

  constructor(
    private readonly request: CallingRequest,
    private readonly options: KeystoneAccessOptions,
  ) {}

  get name(): string | undefined {
    return this.#name;
  }

  /** On public routes no token is looked at: they work while the identity service is away. */
  async authorise(rule: PolicyRule, isPublic: boolean): Promise<Denial | undefined> {
    if (isPublic) return this.#decide(rule, PUBLIC_VALUES);
    try {
      const caller = await identify(this.request.headers, this.request, this.options);
      if (caller.kind === 'unknown') return unknownCaller(`Keystone uri="${this.options.publicUri}"`);
      if (caller.kind === 'not-for-this') return deniedByAccessRules();
      this.#name = caller.token.user.name;
      return this.#decide(rule, policyValuesOf(caller.token, caller.service));
    } catch (error) {
      if (!(error instanceof IdentityOutage)) throw error;
      this.options.log.warn(error.message);
      return { error: error.toError(), headers: { 'Retry-After': error.retryAfter } };
    }
  }

  #decide(rule: PolicyRule, values: PolicyValues): Denial | undefined {
    return this.options.policy.current.allows(rule, values) ? undefined : deniedByPolicy();
  }
}

const deniedByAccessRules = (): Denial => ({
  error: new InspectorError(
    'INSP_FORBIDDEN',
    'Access denied by the access rules of the application credential',
  ),
});
