import type { OptionGroup } from './option.js';
import { auditOptions } from './options/audit.js';
import { bareMetalOptions } from './options/baremetal.js';
import { coordinationOptions } from './options/coordination.js';
import { corsOptions } from './options/cors.js';
import { databaseOptions } from './options/database.js';
import { eventsOptions } from './options/events.js';
import { healthcheckOptions } from './options/healthcheck.js';
import { historyOptions } from './options/history.js';
import { inventoryOptions } from './options/inventory.js';
import { keystoneAuthtokenOptions } from './options/keystone-authtoken.js';
import { logOptions } from './options/log.js';
import { mdnsOptions } from './options/mdns.js';
import { metricsOptions } from './options/metrics.js';
import { hostOptions } from './options/plugin-host.js';
import { limitsOptions } from './options/limits.js';
import { policyOptions } from './options/policy.js';
import { processingOptions } from './options/processing.js';
import { pxeFilterOptions } from './options/pxe-filter.js';
import { rpcOptions } from './options/rpc.js';
import { serviceOptions } from './options/service.js';
import { sharedGroups, sharedOptions } from './options/shared.js';
import { sessionOptions } from './options/session.js';
import { sslOptions } from './options/ssl.js';
import { unmatchedPostsOptions } from './options/unmatched-posts.js';

/** Options that stand at the top level of the configuration. */
export const TOP_LEVEL: OptionGroup = { ...serviceOptions, ...sharedOptions };

/** Groups of options that core itself reads. */
export const CORE_GROUPS = {
  processing: processingOptions,
  limits: limitsOptions,
  database: databaseOptions,
  osloPolicy: policyOptions,
  audit: auditOptions,
  log: logOptions,
  metrics: metricsOptions,
  mdns: mdnsOptions,
  keystoneAuthtoken: keystoneAuthtokenOptions,
  pxeFilter: pxeFilterOptions,
  coordination: coordinationOptions,
  inventory: inventoryOptions,
  rpc: rpcOptions,
  events: eventsOptions,
  history: historyOptions,
  unmatchedPosts: unmatchedPostsOptions,
  baremetal: bareMetalOptions,
  pluginHost: hostOptions,
  session: sessionOptions,
  ssl: sslOptions,
  healthcheck: healthcheckOptions,
  cors: corsOptions,
} as const;

/** Every group whose options are known without looking at a plugin, by the key it stands under. */
export const GROUPS: Readonly<Record<string, OptionGroup>> = { ...CORE_GROUPS, ...sharedGroups };
