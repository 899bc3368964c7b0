import type { AccessControl } from '../access/access-control.js';
import type { ReadinessCheck } from '../api/health/readiness.js';
import { examineIdentity } from '../access/keystone/examine-identity.js';
import { KeystoneAccess } from '../access/keystone/keystone-access.js';
import { TokenCache } from '../access/keystone/token-cache.js';
import type { FailedCredentials } from '../access/failed-credentials.js';
import type { LivePolicy } from '../access/policy/live-policy.js';
import { identityService } from './keystone-client.js';
import type { StartOptions } from './start-options.js';
import type { StopList } from './stop-list.js';

/** What the strategy works with. */
interface KeystoneNeeds {
  readonly policy: LivePolicy;
  readonly failures: FailedCredentials;
  /** Gets the look at the identity service. */
  readonly checks: ReadinessCheck[];
}

/**
 * The strategy `keystone`. Whether Keystone can be asked is found out in the background: the start does not wait for it, and the log
 * has what is wrong before the first caller comes.
 *
 * @throws `INSP_CONFIG_INVALID` naming the option that is missing, or whose file cannot be read
 */
export function keystoneAccess(
  { config, log }: Pick<StartOptions, 'config' | 'log'>,
  { policy, failures, checks }: KeystoneNeeds,
  started: StopList,
): AccessControl {
  const { serviceType, serviceTokenRoles, tokenCacheTime, ...options } = config.keystoneAuthtoken;
  const { service, logins, close } = identityService(config);
  let isStopped = false;
  started.add('connections to the identity service', () => {
    isStopped = true;
    return close();
  });
  void examineIdentity(service).then(({ isReady, isFault, text }) => {
    if (isStopped || !isFault) return;
    if (isReady) log.warn(`The identity service can be asked, but ${text}`);
    else log.error(`Callers with tokens are not let in: ${text}`);
  });
  checks.push({
    name: 'identity service',
    look: async () => {
      const { isReady, text } = await examineIdentity(service);
      return { state: isReady ? 'ready' : 'not-ready', text };
    },
  });
  const tokens = new TokenCache((token, expired) => service.validate(token, expired), {
    seconds: tokenCacheTime,
    patience: options.httpConnectTimeout * 1000,
  });
  const publicUri = options.wwwAuthenticateUri ?? options.authUrl ?? '';
  return new KeystoneAccess({
    ...{ log, policy, failures, tokens, serviceType, serviceTokenRoles, publicUri },
    logins: logins(failures),
  });
}
