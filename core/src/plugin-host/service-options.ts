import type { ServiceOptions } from '@inspector/plugin-api';
import type { InspectorConfig } from '../config/types.js';

/** What plugins may know of the configuration: a copy of its own, which nobody can change. */
export function serviceOptionsOf(config: InspectorConfig): ServiceOptions {
  const { timeout, ipmiAddressFields, rootwrapConfig, processing, iptables } = config;
  const { addPorts, keepPorts, overwriteExisting, diskPartitioningSpacing, updatePxeEnabled } = processing;
  const { dnsmasqInterface, firewallChain, ethoibInterfaces, ipVersion } = iptables;
  return frozen(
    structuredClone({
      timeout,
      ipmiAddressFields,
      rootwrapConfig,
      processing: { addPorts, keepPorts, overwriteExisting, diskPartitioningSpacing, updatePxeEnabled },
      iptables: { dnsmasqInterface, firewallChain, ethoibInterfaces, ipVersion },
    }),
  );
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}
