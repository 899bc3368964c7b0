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
  properties: { ...packetFilterCommandSchema },
});

/** The options of the plugin itself, under `plugins['pxe-filter-nftables']`. */
export type NftablesOptions = OptionsOf<typeof optionsSchema>;

/** What is filtered, and under which name. */
export interface Subject extends DhcpTraffic {
  /** Name of the table of the family `inet`; belongs to Inspector alone. */
  readonly table: string;
}

/**
 * Reads what to filter from the `iptables` group, which both packet filters share.
 *
 * @throws `INSP_CONFIG_INVALID` for names that nft would not take.
 */
export function subjectOf(shared: ServiceOptions['iptables']): Subject {
  const { firewallChain } = shared;
  checkAll(
    () => checkTable(firewallChain),
    () => dhcpTrafficOf(shared),
  );
  return { ...dhcpTrafficOf(shared), table: firewallChain };
}

function checkTable(firewallChain: string): void {
  if (!/^[A-Za-z_][A-Za-z0-9_.-]{0,62}$/.test(firewallChain)) {
    throw new InspectorError(
      'INSP_CONFIG_INVALID',
      `iptables.firewallChain is '${firewallChain}': the name of a table begins with a letter or '_' and goes on ` +
        `with up to 62 letters, digits, '_', '.' or '-'.`,
    );
  }
}
