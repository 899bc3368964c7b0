import type { ServiceOptions } from '../contract/service-options.js';
import { InspectorError } from '../errors/inspector-error.js';

/** JSON Schema properties of what every filter that runs programs is told of them, to be spread into its schema. */
export const packetFilterCommandSchema = {
  privilegeHelper: {
    type: 'array',
    items: { type: 'string' },
    default: [],
    description:
      'Put in front of every command unless the service is root or has CAP_NET_ADMIN. ' +
      'Empty: `sudo ironic-inspector-rootwrap <rootwrapConfig>`.',
  },
  commandTimeout: {
    type: 'integer',
    minimum: 1,
    default: 60,
    description: 'Seconds a command may take.',
  },
} as const;

/** The program and its arguments that run other programs with the privileges of root, where nothing else is configured. */
export const usualPrivilegeHelper = ({
  rootwrapConfig,
}: Pick<ServiceOptions, 'rootwrapConfig'>): readonly string[] => [
  'sudo',
  'ironic-inspector-rootwrap',
  rootwrapConfig,
];

/** The packets that reach the DHCP server. */
export interface DhcpTraffic {
  /** Interface the DHCP server listens on. */
  readonly networkInterface: string;
  readonly protocol: 'ipv4' | 'ipv6';
  /** UDP port of the DHCP server. */
  readonly port: 67 | 547;
}

/** Names of interfaces that programs take as one: no longer than the kernel's 15 bytes, no option, no inversion. */
const INTERFACE = /^[^\s/'"\\!-][^\s/'"\\]{0,14}$/;

/**
 * Reads what to filter from the group `iptables`.
 *
 * @throws `INSP_CONFIG_INVALID` for a name that no interface can have
 */
export function dhcpTrafficOf({ dnsmasqInterface, ipVersion }: ServiceOptions['iptables']): DhcpTraffic {
  if (!INTERFACE.test(dnsmasqInterface)) {
    throw new InspectorError(
      'INSP_CONFIG_INVALID',
      `iptables.dnsmasqInterface is '${dnsmasqInterface}', which is no name of a network interface.`,
    );
  }
  return {
    networkInterface: dnsmasqInterface,
    protocol: ipVersion === '6' ? 'ipv6' : 'ipv4',
    port: ipVersion === '6' ? 547 : 67,
  };
}
