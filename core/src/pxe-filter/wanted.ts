import type { WantedFilterState } from '@inspector/plugin-api';
import type { DhcpAddressOf, SeenPort } from '@inspector/plugin-api/pxe-filter';
import { canonicalMac } from '@inspector/plugin-api/ramdisk-data';

/** What the desired state of DHCP is made of, all read at the same time. */
export interface WantedInputs {
  /** Every port of the bare metal service. */
  readonly ports: readonly SeenPort[];
  /** MACs of the machines on introspection. */
  readonly activeMacs: ReadonlySet<string>;
  /** Whether any introspection is unfinished. */
  readonly introspectionActive: boolean;
  /** Whether machines nobody has enrolled may be discovered (a node-not-found hook is configured). */
  readonly discovery: boolean;
  /** `pxeFilter.denyUnknownMacs`. */
  readonly denyUnknownMacs: boolean;
  /** Tells how the DHCP server sees a port. */
  readonly dhcpAddressOf: DhcpAddressOf;
}

/**
 * Computes what DHCP should do with every machine. Whether a port is on introspection is decided by its own
 * address; what goes into the sets is the MAC that the DHCP server sees. Ports whose address is no MAC are left out.
 */
export function computeWanted(inputs: WantedInputs): WantedFilterState {
  const active = new Set([...inputs.activeMacs].map((mac) => mac.toLowerCase()));
  const allowed = new Set<string>();
  const denied = new Set<string>();
  for (const port of inputs.ports) {
    const address = canonicalMac(port.address);
    if (address === undefined) continue;
    const mac = inputs.dhcpAddressOf(port) ?? address;
    (active.has(address) ? allowed : denied).add(mac);
  }
  for (const mac of allowed) denied.delete(mac);
  const welcome = inputs.introspectionActive || inputs.discovery;
  return {
    allowed,
    denied,
    unknown: welcome && !inputs.denyUnknownMacs ? 'allow' : 'deny',
    active: welcome,
    denyUnknownMacs: inputs.denyUnknownMacs,
  };
}

/**
 * What to start with while the bare metal service cannot be asked which machines it has: only machines on
 * introspection get a lease. It may deny a machine that would be welcome, never the other way round.
 */
export function cautiousState(
  inputs: Pick<WantedInputs, 'activeMacs' | 'introspectionActive'>,
): WantedFilterState {
  const macs = [...inputs.activeMacs].map(canonicalMac).filter((mac) => mac !== undefined);
  return {
    allowed: new Set(macs),
    denied: new Set(),
    unknown: 'deny',
    active: inputs.introspectionActive,
    denyUnknownMacs: true,
  };
}

/** The state handed to drivers that do nothing with it. */
export const UNUSED_STATE: WantedFilterState = {
  allowed: new Set(),
  denied: new Set(),
  unknown: 'allow',
  active: true,
  denyUnknownMacs: false,
};
