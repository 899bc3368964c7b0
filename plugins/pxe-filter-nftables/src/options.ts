import { defineOptions, InspectorError, type OptionsOf, type ServiceOptions } from '@inspector/plugin-api';

/** JSON Schema of the options, with every default. */
export const optionsSchema = defineOptions({
  type: 'object',
  additionalProperties: false,
  properties: {
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
  },
});

/** The options of the plugin itself, under `plugins['pxe-filter-nftables']`. */
export type NftablesOptions = OptionsOf<typeof optionsSchema>;

/** What is filtered, and under which name. */
export interface Subject {
  /** Name of the table of the family `inet`; belongs to Inspector alone. */
  readonly table: string;
  /** Interface the DHCP server listens on. */
  readonly networkInterface: string;
  readonly protocol: 'ipv4' | 'ipv6';
  /** UDP port of the DHCP server. */
  readonly port: 67 | 547;
}

/**
 * Reads what to filter from the `iptables` group, which both packet filters share.
 *
 * @throws `INSP_CONFIG_INVALID` for names that nft would not take.
 */
export function subjectOf({
  dnsmasqInterface,
  firewallChain,
  ipVersion,
}: ServiceOptions['iptables']): Subject {
  if (!/^[A-Za-z_][A-Za-z0-9_.-]{0,62}$/.test(firewallChain)) {
    throw new InspectorError(
      'INSP_CONFIG_INVALID',
      `iptables.firewallChain is '${firewallChain}': the name of a table begins with a letter or '_' and goes on ` +
        `with up to 62 letters, digits, '_', '.' or '-'.`,
    );
  }
  if (!/^[^\s/'"\\*]{1,15}$/.test(dnsmasqInterface)) {
    throw new InspectorError(
      'INSP_CONFIG_INVALID',
      `iptables.dnsmasqInterface is '${dnsmasqInterface}', which is no name of a network interface.`,
    );
  }
  return {
    table: firewallChain,
    networkInterface: dnsmasqInterface,
    protocol: ipVersion === '6' ? 'ipv6' : 'ipv4',
    port: ipVersion === '6' ? 547 : 67,
  };
}
