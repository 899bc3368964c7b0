import type { ServiceOptions } from '@inspector/plugin-api';
import { SHARED_DEFAULTS, type SharedOptions } from '@inspector/plugin-api/options';
import type { InspectorConfig } from '../config/types.js';

/** What plugins may know of the configuration: a copy of its own, which nobody can change. */
export function serviceOptionsOf(config: InspectorConfig): ServiceOptions {
  const { timeout, ipmiAddressFields, limits, processing } = config;
  const { addPorts, keepPorts, overwriteExisting, diskPartitioningSpacing, updatePxeEnabled } = processing;
  return frozen(
    structuredClone({
      timeout,
      ipmiAddressFields,
      processing: { addPorts, keepPorts, overwriteExisting, diskPartitioningSpacing, updatePxeEnabled },
      limits: { interfaces: limits.interfaces },
      ...sharedOf(config),
    }),
  );
}

/** What plugins share: core hands it on and does not read it. */
function sharedOf(config: SharedOptions): SharedOptions {
  const names = Object.keys(SHARED_DEFAULTS) as (keyof SharedOptions)[];
  return Object.fromEntries(names.map((name) => [name, config[name]])) as unknown as SharedOptions;
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}
