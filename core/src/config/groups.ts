import type { OptionGroup } from './option.js';
import { processingOptions } from './options/processing.js';
import { serviceOptions } from './options/service.js';
import {
  bareMetalOptions,
  coordinationOptions,
  corsOptions,
  databaseOptions,
  eventsOptions,
  healthcheckOptions,
  hostOptions,
  iptablesOptions,
  pxeFilterOptions,
  sslOptions,
} from './options/small-groups.js';

/** Options that stand at the top level of the configuration. */
export const TOP_LEVEL: OptionGroup = serviceOptions;

/** Groups of options that core itself reads, by the key they stand under. */
export const GROUPS: Readonly<Record<string, OptionGroup>> = {
  processing: processingOptions,
  database: databaseOptions,
  pxeFilter: pxeFilterOptions,
  iptables: iptablesOptions,
  coordination: coordinationOptions,
  events: eventsOptions,
  baremetal: bareMetalOptions,
  pluginHost: hostOptions,
  ssl: sslOptions,
  healthcheck: healthcheckOptions,
  cors: corsOptions,
};
