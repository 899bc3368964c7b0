import { resolve } from 'node:path';
import { notReady, ready, type Finding, type ReadinessCheck } from '../api/health/readiness.js';
import type { AccessControl } from '../access/access-control.js';
import { allowEveryone } from '../access/allow-everyone.js';
import type { FailedCredentials } from '../access/failed-credentials.js';
import { LivePolicy } from '../access/policy/live-policy.js';
import { remoteServers } from '../access/policy/remote-servers.js';
import type { Foundation } from './foundation.js';
import type { Reloads } from './reloads.js';
import type { StartOptions } from './start-options.js';
import type { StopList } from './stop-list.js';

/** What access works with. */
export interface AccessNeeds extends Pick<Foundation, 'metrics'> {
  /** Counts wrong credentials. */
  readonly failures: FailedCredentials;
  /** Gets the looks at what access needs. */
  readonly checks: ReadinessCheck[];
  /** Gets what can be read again. */
  readonly reloads: Reloads;
}

/**
 * Who may do what, as the configuration says.
 *
 * @throws `INSP_USER_FILE_INVALID`, `INSP_POLICY_INVALID`, `INSP_CONFIG_INVALID`
 */
export async function makeAccess(
  options: StartOptions,
  foundation: AccessNeeds,
  started: StopList,
): Promise<AccessControl> {
  const { useSsl, ssl } = options.config;
  let policy: LivePolicy | undefined;
  const needed = (): LivePolicy => (policy ??= startPolicy(options, foundation, started));
  const access = await strategy(options, { ...foundation, policy: needed }, started);
  if (!useSsl || Object.keys(ssl.tlsUsers).length === 0) return access;
  const [{ CertificateAccess }, { CertificateUsers }] = await Promise.all([
    import('../access/certificate/certificate-access.js'),
    import('../access/certificate/certificate-users.js'),
  ]);
  return new CertificateAccess({
    users: new CertificateUsers(ssl.tlsUsers),
    policy: needed(),
    others: access,
  });
}

interface Needed extends AccessNeeds {
  /** The policy, which is read when somebody needs it first. */
  readonly policy: () => LivePolicy;
}

async function strategy(options: StartOptions, needed: Needed, started: StopList): Promise<AccessControl> {
  switch (options.config.authStrategy) {
    case 'noauth':
      return allowEveryone;
    case 'http_basic':
      return basicAccess(options, needed, started);
    case 'keystone': {
      const { keystoneAccess } = await import('./keystone-part.js');
      return keystoneAccess(options, { ...needed, policy: needed.policy() }, started);
    }
  }
}

async function basicAccess(options: StartOptions, needed: Needed, started: StopList): Promise<AccessControl> {
  const { config, cwd, log } = options;
  const [{ HttpBasicAccess }, { LiveUsers }, { PasswordChecks }] = await Promise.all([
    import('../access/basic/http-basic.js'),
    import('../access/basic/live-users.js'),
    import('../access/basic/password-checks.js'),
  ]);
  const { metrics, failures } = needed;
  const users = new LiveUsers({ path: resolve(cwd, config.httpBasicAuthUserFile), log, metrics });
  const rights = makeRights(options, needed);
  const checks = new PasswordChecks();
  started.add('checks of passwords', () => checks.stop());
  users.start();
  needed.checks.push({ name: 'users', look: async () => problemOf(users) });
  needed.reloads.onReload('file of users', () => users.look());
  started.add('file of users', () => users.stop());
  return new HttpBasicAccess({ users, checks, failures, rights });
}

/** Roles of users, and the policy; undefined where no user has a role: then every user may do everything. */
function makeRights(options: StartOptions, { policy }: Pick<Needed, 'policy'>) {
  const roles = Object.entries(options.config.httpBasicRoles);
  if (roles.length === 0) return undefined;
  const split = (text: string): string[] => text.split(/[\s,]+/).filter((role) => role !== '');
  return { policy: policy(), roles: Object.fromEntries(roles.map(([user, text]) => [user, split(text)])) };
}

/** The policy, which follows its files until the service stops. */
function startPolicy(
  { config, cwd, log }: StartOptions,
  { metrics, checks, reloads }: AccessNeeds,
  started: StopList,
): LivePolicy {
  const servers = remoteServers(config.osloPolicy, log);
  const policy = new LivePolicy({ ...config.osloPolicy, cwd, log, metrics, servers });
  if (servers) started.add('connections to servers that the policy asks', () => servers.close());
  policy.start();
  checks.push({ name: 'policy', look: async () => problemOf(policy) });
  reloads.onReload('policy', () => policy.look());
  started.add('policy', () => policy.stop());
  return policy;
}

/** What follows its files is ready while they are in force. */
const problemOf = ({ problem }: { readonly problem: string | undefined }): Finding =>
  problem === undefined ? ready('the files are in force as they are') : notReady(problem);
