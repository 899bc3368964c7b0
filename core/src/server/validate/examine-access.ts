import { resolve } from 'node:path';
import { readUserFile } from '../../access/basic/user-file.js';
import { LivePolicy } from '../../access/policy/live-policy.js';
import type { InspectorConfig } from '../../config/types.js';
import type { Log } from '../../log/log.js';
import { createMetrics } from '../../metrics/metrics.js';
import { keystoneClient } from '../keystone-client.js';
import { faultsOf } from './faults-of.js';
import type { PartFindings } from './findings.js';

/** Reads what says who may do what: the file of users, or how Keystone is asked; and policy files where callers have roles. */
export async function examineAccess(config: InspectorConfig, cwd: string, log: Log): Promise<PartFindings> {
  if (config.authStrategy === 'noauth') return { faults: [], notes: [] };
  const { authStrategy, httpBasicRoles } = config;
  const strategy = await faultsOf(async () => {
    if (authStrategy === 'http_basic') readUserFile(resolve(cwd, config.httpBasicAuthUserFile));
    else await keystoneClient(config).http.close();
  });
  const policy = await faultsOf(async () => {
    if (authStrategy === 'http_basic' && Object.keys(httpBasicRoles).length === 0) return;
    new LivePolicy({ ...config.osloPolicy, cwd, log, metrics: createMetrics() });
  });
  return { faults: [...strategy, ...policy], notes: [] };
}
