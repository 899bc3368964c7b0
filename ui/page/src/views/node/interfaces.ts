import { listOf, numberOf, objectOf, textOf } from '../../parts/text.js';

/** A network card, and where its cable goes. */
export interface Card {
  readonly name: string;
  readonly mac: string | undefined;
  readonly address: string | undefined;
  /** `yes`, `no` or `–`. */
  readonly carrier: string;
  readonly speed: string | undefined;
  readonly model: string | undefined;
  readonly isBoot: boolean;
  readonly switchName: string | undefined;
  readonly switchPort: string | undefined;
}

/** Network cards in introspection data, with what the hook for LLDP made of what switches say. */
export function interfacesIn(data: Readonly<Record<string, unknown>>): readonly Card[] {
  const inventory = objectOf(data['inventory']);
  const processed = objectOf(data['all_interfaces']);
  const boot = textOf(objectOf(inventory['boot'])['pxe_interface'])?.toLowerCase();
  return listOf(inventory['interfaces'])
    .map(objectOf)
    .map((card) => {
      const name = textOf(card['name'], 60) ?? '?';
      const mac = textOf(card['mac_address'], 60);
      const own = Object.hasOwn(processed, name) ? objectOf(processed[name]) : {};
      const lldp = objectOf(own['lldp_processed']);
      const speed = numberOf(card['speed_mbps']);
      return {
        name,
        mac,
        address: textOf(card['ipv4_address'], 60) ?? textOf(card['ipv6_address'], 60),
        carrier: card['has_carrier'] === true ? 'yes' : card['has_carrier'] === false ? 'no' : '–',
        speed: speed === undefined ? undefined : speed >= 1000 ? `${speed / 1000} Gb/s` : `${speed} Mb/s`,
        model: textOf([card['vendor'], card['product']].filter((one) => typeof one === 'string').join(' ')),
        isBoot: own['pxe'] === true || (boot !== undefined && boot === mac?.toLowerCase()),
        switchName: textOf(lldp['switch_system_name']) ?? textOf(lldp['switch_chassis_id']),
        switchPort: textOf(lldp['switch_port_id']) ?? textOf(lldp['switch_port_description']),
      };
    });
}
