import { resolve } from 'node:path';
import { readUserFile } from '../../access/basic/user-file.js';
import { examineIdentity } from '../../access/keystone/examine-identity.js';
import { LivePolicy } from '../../access/policy/live-policy.js';
import { remoteServers } from '../../access/policy/remote-servers.js';
import type { InspectorConfig } from '../../config/types.js';
import type { Log } from '../../log/log.js';
import { createMetrics } from '../../metrics/metrics.js';
import { identityService } from '../keystone-client.js';
import { faultsOf } from './faults-of.js';
import type { PartFindings } from './findings.js';

/** Reads what says who may do what: the file of users, or how Keystone is asked; and policy files where callers have roles. */
export async function examineAccess(config: InspectorConfig, cwd: string, log: Log): Promise<PartFindings> {
  if (config.authStrategy === 'noauth') return { faults: [], notes: [] };
  const { authStrategy, httpBasicRoles } = config;
  const strategy = await faultsOf(async () => {
    if (authStrategy === 'http_basic') readUserFile(resolve(cwd, config.httpBasicAuthUserFile));
    else await identityService(config).close();
  });
  const policy = await faultsOf(async () => {
    if (authStrategy === 'http_basic' && Object.keys(httpBasicRoles).length === 0) return;
    const servers = remoteServers(config.osloPolicy, log);
    new LivePolicy({ ...config.osloPolicy, cwd, log, metrics: createMetrics(), servers });
  });
  return { faults: [...strategy, ...policy], notes: [] };
}

/**
 * Asks the identity service what it would be asked about callers. What is wrong with it stops no start.
 *
 * @returns what keeps callers from being known, and what an operator should know
 */
export async function examineCallers(
  config: InspectorConfig,
): Promise<{ readonly unready: readonly string[]; readonly notes: readonly string[] }> {
  const nothing = { unready: [], notes: [] };
  if (config.authStrategy !== 'keystone') return nothing;
  const { service, close } = identityService(config);
  try {
    const { isReady, isFault, text } = await examineIdentity(service);
    if (!isFault) return nothing;
    return isReady ? { unready: [], notes: [text] } : { unready: [text], notes: [] };
  } finally {
    await close();
  }
}
