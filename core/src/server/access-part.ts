import { resolve } from 'node:path';
import type { AccessControl } from '../access/access-control.js';
import { allowEveryone } from '../access/allow-everyone.js';
import { LivePolicy } from '../access/policy/live-policy.js';
import type { Foundation } from './foundation.js';
import type { StartOptions } from './start-options.js';
import type { StopList } from './stop-list.js';

/**
 * Who may do what, as the configuration says.
 *
 * @throws `INSP_USER_FILE_INVALID`, `INSP_POLICY_INVALID`, `INSP_CONFIG_INVALID`
 */
export async function makeAccess(
  options: StartOptions,
  foundation: Pick<Foundation, 'metrics'>,
  started: StopList,
): Promise<AccessControl> {
  switch (options.config.authStrategy) {
    case 'noauth':
      return allowEveryone;
    case 'http_basic':
      return basicAccess(options, foundation, started);
    case 'keystone': {
      const { keystoneAccess } = await import('./keystone-part.js');
      return keystoneAccess(options, startPolicy(options, foundation, started), started);
    }
  }
}

async function basicAccess(
  options: StartOptions,
  foundation: Pick<Foundation, 'metrics'>,
  started: StopList,
): Promise<AccessControl> {
  const { config, cwd, log } = options;
  const [{ HttpBasicAccess }, { LiveUsers }, { PasswordChecks }] = await Promise.all([
    import('../access/basic/http-basic.js'),
    import('../access/basic/live-users.js'),
    import('../access/basic/password-checks.js'),
  ]);
  const { metrics } = foundation;
  const users = new LiveUsers({ path: resolve(cwd, config.httpBasicAuthUserFile), log, metrics });
  const rights = makeRights(options, foundation, started);
  const checks = new PasswordChecks();
  started.add('checks of passwords', () => checks.stop());
  users.start();
  started.add('file of users', () => users.stop());
  return new HttpBasicAccess({ users, checks, rights });
}

/** Roles of users, and the policy; undefined where no user has a role: then every user may do everything. */
function makeRights(options: StartOptions, foundation: Pick<Foundation, 'metrics'>, started: StopList) {
  const roles = Object.entries(options.config.httpBasicRoles);
  if (roles.length === 0) return undefined;
  const policy = startPolicy(options, foundation, started);
  const split = (text: string): string[] => text.split(/[\s,]+/).filter((role) => role !== '');
  return { policy, roles: Object.fromEntries(roles.map(([user, text]) => [user, split(text)])) };
}

/** The policy, which follows its files until the service stops. */
function startPolicy(
  { config, cwd, log }: StartOptions,
  { metrics }: Pick<Foundation, 'metrics'>,
  started: StopList,
): LivePolicy {
  const policy = new LivePolicy({ ...config.osloPolicy, cwd, log, metrics });
  policy.start();
  started.add('policy', () => policy.stop());
  return policy;
}
