import {
  canonicalIp,
  canonicalMac,
  hardwareInventory,
  isJsonObject,
  isSet,
  member,
  textMember,
} from '@inspector/plugin-api/ramdisk-data';
import { defineHook, type JsonObject } from '@inspector/plugin-api';
import { physicalNetworkOf, readCidrMap } from './cidr-map.js';

/** Sets the physical network of ports by the IP address their card got while the ramdisk ran. */
export default defineHook({
  id: 'physnet_cidr_map',
  aliases: ['physical-network'],
  configSchema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      cidrMap: {
        type: 'array',
        items: { type: 'string' },
        default: [],
        description:
          'Physical network of each range of addresses, as `CIDR:name`; the first that fits counts.',
      },
    },
  },
  setup({ config, service, log }) {
    const map = readCidrMap(config.cidrMap);
    return {
      async beforeUpdate(data, node) {
        const entries = member(data, 'all_interfaces');
        const { interfaces } = hardwareInventory(data);
        const ports = await node.ports();
        for (const card of interfaces) {
          const mac = canonicalMac(member(card, 'mac_address')) ?? '';
          const port = ports.get(mac);
          const known = isJsonObject(member(entries, textMember(card, 'name') ?? ''));
          if (port === undefined || !known) continue;
          const value = physicalNetworkOf(addressesOf(card), map);
          if (value === undefined) {
            log.debug({ mac }, 'no range of addresses holds an address of this card');
            continue;
          }
          const present = port.physical_network;
          if (present === value || (isSet(present) && !service.processing.overwriteExisting)) continue;
          node.patchPort(mac, [{ op: 'add', path: '/physical_network', value }], { ignoreRejection: true });
        }
      },
    };
  },
});

const addressesOf = (card: JsonObject): string[] =>
  ['ipv4_address', 'ipv6_address']
    .map((key) => canonicalIp(member(card, key)))
    .filter((address) => address !== undefined);
