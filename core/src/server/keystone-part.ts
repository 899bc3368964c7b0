import type { AccessControl } from '../access/access-control.js';
import { IdentityService } from '../access/keystone/identity-service.js';
import { KeystoneAccess } from '../access/keystone/keystone-access.js';
import { TokenCache } from '../access/keystone/token-cache.js';
import type { FailedCredentials } from '../access/failed-credentials.js';
import type { LivePolicy } from '../access/policy/live-policy.js';
import { keystoneClient } from './keystone-client.js';
import type { StartOptions } from './start-options.js';
import type { StopList } from './stop-list.js';

/**
 * The strategy `keystone`. Nothing is sent before the first caller comes.
 *
 * @throws `INSP_CONFIG_INVALID` naming the option that is missing, or whose file cannot be read
 */
export function keystoneAccess(
  { config, log }: Pick<StartOptions, 'config' | 'log'>,
  { policy, failures }: { readonly policy: LivePolicy; readonly failures: FailedCredentials },
  started: StopList,
): AccessControl {
  const { serviceType, serviceTokenRoles, tokenCacheTime, ...options } = config.keystoneAuthtoken;
  const { http, session } = keystoneClient(config);
  started.add('connections to the identity service', () => http.close());
  const service = new IdentityService(session, http, { withCatalogue: options.includeServiceCatalog });
  const tokens = new TokenCache((token, expired) => service.validate(token, expired), {
    seconds: tokenCacheTime,
  });
  const publicUri = options.wwwAuthenticateUri ?? options.authUrl ?? '';
  return new KeystoneAccess({ log, policy, failures, tokens, serviceType, serviceTokenRoles, publicUri });
}
