import {
  checkAll,
  defineOptions,
  InspectorError,
  type OptionsOf,
  type ServiceOptions,
} from '@inspector/plugin-api';
import { dhcpTrafficOf, packetFilterCommandSchema, type DhcpTraffic } from '@inspector/plugin-api/pxe-filter';

/** JSON Schema of the options, with every default. */
export const optionsSchema = defineOptions({
  type: 'object',
  additionalProperties: false,
  properties: {
    variant: {
      type: 'string',
      enum: ['system', 'nft', 'legacy'],
      default: 'system',
      description:
        'Kernel interface: `iptables-nft`, `iptables-legacy`, or what the system calls `iptables`.',
    },
    ...packetFilterCommandSchema,
  },
});

/** The options of the plugin itself, under `plugins['pxe-filter-iptables']`. */
export type IptablesOptions = OptionsOf<typeof optionsSchema>;

/** What is filtered, and under which names. */
export interface Subject extends Pick<DhcpTraffic, 'networkInterface' | 'port'> {
  /** Chain that holds the rules. */
  readonly chain: string;
  /** Chain a replacement is built in when there is no other way. */
  readonly temporary: string;
}

/** The program and the one that loads many rules at once. */
export interface Programs {
  readonly single: string;
  readonly restore: string;
}

/**
 * Reads what to filter from the `iptables` group.
 *
 * @throws `INSP_CONFIG_INVALID` for names that iptables would not take.
 */
export function subjectOf(shared: ServiceOptions['iptables']): Subject {
  const { firewallChain } = shared;
  checkAll(
    () => checkChain(firewallChain),
    () => dhcpTrafficOf(shared),
  );
  const { networkInterface, port } = dhcpTrafficOf(shared);
  return { chain: firewallChain, temporary: `${firewallChain}_temp`, networkInterface, port };
}

function checkChain(firewallChain: string): void {
  // A chain name has 28 characters at most, and five are needed for the temporary one.
  if (!/^[A-Za-z0-9_.][A-Za-z0-9_.-]{0,22}$/.test(firewallChain)) {
    throw new InspectorError(
      'INSP_CONFIG_INVALID',
      `iptables.firewallChain is '${firewallChain}': a chain name has up to 23 letters, digits, '_', '.' or '-'.`,
    );
  }
}

/** The names of the programs for an IP version and a variant. */
export function programsOf(ipVersion: '4' | '6', variant: IptablesOptions['variant']): Programs {
  const single = `${ipVersion === '6' ? 'ip6tables' : 'iptables'}${variant === 'system' ? '' : `-${variant}`}`;
  return { single, restore: `${single}-restore` };
}
