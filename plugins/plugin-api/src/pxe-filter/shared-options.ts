import type { JsonSchema } from '../json/types.js';

/**
 * Options at the top level of the configuration that several PXE filters read. ironic-inspector has them there, so no
 * single plugin can have them as its own.
 */
export const SHARED_OPTIONS = {
  rootwrapConfig: {
    type: 'string',
    description:
      'Configuration file given to `sudo ironic-inspector-rootwrap`, which runs commands of PXE filters where the service lacks the privileges.',
    default: '/etc/ironic-inspector/rootwrap.conf',
  },
} as const satisfies Readonly<Record<string, JsonSchema>>;

/** Groups of options that several PXE filters read, by their key in the configuration. */
export const SHARED_GROUPS = {
  iptables: {
    dnsmasqInterface: {
      type: 'string',
      description: 'Network interface the DHCP server listens on.',
      default: 'br-ctlplane',
    },
    firewallChain: {
      type: 'string',
      description: 'Name of the chain (or table) that Inspector owns.',
      default: 'ironic-inspector',
    },
    ethoibInterfaces: {
      type: 'array',
      items: { type: 'string' },
      description: 'Ethernet over InfiniBand interfaces whose neighbours map client ids to MACs.',
      default: [],
    },
    ipVersion: { type: 'string', enum: ['4', '6'], description: 'IP version to filter.', default: '4' },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, JsonSchema>>>>;

/** The values of {@link SHARED_OPTIONS} and {@link SHARED_GROUPS}. */
export interface SharedOptions {
  /** Configuration file given to `sudo ironic-inspector-rootwrap`. */
  readonly rootwrapConfig: string;
  readonly iptables: {
    readonly dnsmasqInterface: string;
    readonly firewallChain: string;
    readonly ethoibInterfaces: readonly string[];
    readonly ipVersion: '4' | '6';
  };
}

/** What they are where the configuration says nothing. */
export const SHARED_DEFAULTS: SharedOptions = {
  rootwrapConfig: SHARED_OPTIONS.rootwrapConfig.default,
  iptables: {
    dnsmasqInterface: SHARED_GROUPS.iptables.dnsmasqInterface.default,
    firewallChain: SHARED_GROUPS.iptables.firewallChain.default,
    ethoibInterfaces: SHARED_GROUPS.iptables.ethoibInterfaces.default,
    ipVersion: SHARED_GROUPS.iptables.ipVersion.default,
  },
};
