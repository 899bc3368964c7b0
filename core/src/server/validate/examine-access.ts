import { resolve } from 'node:path';
import { readUserFile } from '../../access/basic/user-file.js';
import { LivePolicy } from '../../access/policy/live-policy.js';
import type { InspectorConfig } from '../../config/types.js';
import type { Log } from '../../log/log.js';
import { createMetrics } from '../../metrics/metrics.js';
import { faultsOf } from './faults-of.js';
import type { PartFindings } from './findings.js';

/** Reads what says who may do what: the file of users, and policy files where users have roles. */
export async function examineAccess(config: InspectorConfig, cwd: string, log: Log): Promise<PartFindings> {
  if (config.authStrategy === 'noauth') return { faults: [], notes: [] };
  const users = await faultsOf(async () => void readUserFile(resolve(cwd, config.httpBasicAuthUserFile)));
  const policy = await faultsOf(async () => {
    if (Object.keys(config.httpBasicRoles).length === 0) return;
    new LivePolicy({ ...config.osloPolicy, cwd, log, metrics: createMetrics() });
  });
  return { faults: [...users, ...policy], notes: [] };
}
