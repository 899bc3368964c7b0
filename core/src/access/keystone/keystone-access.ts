import { type Actor, InspectorError } from '@inspector/plugin-api';
import type { Log } from '../../log/log.js';
import type {
  AccessControl,
  Caller,
  CallingRequest,
  Denial,
  PolicyRule,
  SignedOn,
} from '../access-control.js';
import { deniedByPolicy, shutOut, unknownCaller } from '../denials.js';
import type { FailedCredentials } from '../failed-credentials.js';
import type { Policy } from '../policy/policy.js';
import type { PasswordLogin } from '../session/given-login.js';
import { PUBLIC_VALUES, type PolicyValues } from '../policy/policy-values.js';
import { CountedTokens, ShutOut } from './counted-tokens.js';
import { IdentityOutage } from './identity-outage.js';
import { actorOf, identify, policyValuesOf, type IdentificationOptions } from './keystone-caller.js';
import type { PasswordLogins } from './password-logins.js';
import type { TokenCache } from './token-cache.js';
import type { TokenFacts } from './token-facts.js';

/** What the strategy works with. */
export interface KeystoneAccessOptions extends IdentificationOptions {
  readonly tokens: TokenCache;
  readonly logins: Pick<PasswordLogins, 'ask' | 'revoke'>;
  /** Counts bad tokens. */
  readonly failures: FailedCredentials;
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

  async signOn(login: PasswordLogin, address: string | undefined): Promise<SignedOn> {
    try {
      const answer = await this.options.logins.ask(login, address);
      if (answer.kind === 'token') return { token: answer.token };
      if (answer.kind === 'wrong') return { denial: unknownCaller(challengeOf(this.options)) };
      return { denial: { error: answer.error, headers: { 'WWW-Authenticate': challengeOf(this.options) } } };
    } catch (error) {
      return { denial: denialOf(error, this.options) };
    }
  }

  async signOff(token: string): Promise<void> {
    const { logins, tokens, log } = this.options;
    try {
      await logins.revoke(token);
    } catch (error) {
      if (!(error instanceof IdentityOutage)) throw error;
      log.warn(`Somebody has logged out, and the token stays good until it expires: ${error.message}`);
    } finally {
      tokens.forget(token);
    }
  }
}

const challengeOf = ({ publicUri }: Pick<KeystoneAccessOptions, 'publicUri'>): string =>
  `Keystone uri="${publicUri}"`;

/** The denial of whoever Keystone was not asked about, or could not tell about. @throws any other error */
function denialOf(error: unknown, options: Pick<KeystoneAccessOptions, 'publicUri' | 'log'>): Denial {
  if (error instanceof ShutOut) return shutOut(challengeOf(options), error.seconds);
  if (!(error instanceof IdentityOutage)) throw error;
  options.log.warn(error.message);
  return { error: error.toError(), headers: { 'Retry-After': error.retryAfter } };
}

class KeystoneCaller implements Caller {
  #token: TokenFacts | undefined;
  #values: PolicyValues | undefined;
  #endsAt: number | undefined;

  constructor(
    private readonly request: CallingRequest,
    private readonly options: KeystoneAccessOptions,
  ) {}

  get name(): string | undefined {
    return this.#token?.user.name;
  }

  get actor(): Actor | undefined {
    return this.#token && actorOf(this.#token);
  }

  /** With the token of a service, the one of the caller may end sooner. */
  get endsAt(): number | undefined {
    return this.#endsAt;
  }

  decidedBy(rule: PolicyRule): string | undefined {
    return this.#values && this.options.policy.current.explain(rule, this.#values).leaf;
  }

  /** On public routes no token is looked at: they work while the identity service is away. */
  async authorise(rule: PolicyRule, isPublic: boolean): Promise<Denial | undefined> {
    if (isPublic) return this.#decide(rule, PUBLIC_VALUES);
    const tokens = new CountedTokens(this.options, this.request.address);
    try {
      const caller = await identify(this.request.headers, this.request, { ...this.options, tokens });
      if (caller.kind === 'unknown') return unknownCaller(challengeOf(this.options));
      if (caller.kind === 'not-for-this') return deniedByAccessRules();
      this.#token = caller.token;
      this.#endsAt = (caller.service ?? caller.token).expiresAt;
      this.#values = policyValuesOf(caller.token, caller.service);
      return await this.#decide(rule, this.#values);
    } catch (error) {
      return denialOf(error, this.options);
    }
  }

  async holds(rule: PolicyRule): Promise<boolean> {
    return this.#values !== undefined && (await this.#decide(rule, this.#values)) === undefined;
  }

  async #decide(rule: PolicyRule, values: PolicyValues): Promise<Denial | undefined> {
    return (await this.options.policy.current.decide(rule, values)) ? undefined : deniedByPolicy();
  }
}

const deniedByAccessRules = (): Denial => ({
  error: new InspectorError(
    'INSP_FORBIDDEN',
    'Access denied by the access rules of the application credential',
  ),
});
