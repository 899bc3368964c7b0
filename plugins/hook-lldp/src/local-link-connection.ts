import {
  canonicalMac,
  hardwareInventory,
  isJsonObject,
  member,
  textMember,
} from '@inspector/plugin-api/ramdisk-data';
import { defineHook, type BareMetalPort, type PatchOperation } from '@inspector/plugin-api';
import { LldpRecords } from './lldp-records.js';
import { processedLink, rawLink, type SwitchLink } from './switch-link.js';

/**
 * Writes the switch and its port into `local_link_connection` of the ports.
 *
 * Takes what `lldp_basic` found, else the LLDP records themselves. The bare metal service may refuse, for
 * instance when it wants both fields and only one is known: that is logged and does no harm.
 */
export default defineHook({
  id: 'local_link_connection',
  setup: ({ service, log }) => ({
    async beforeUpdate(data, node) {
      const entries = member(data, 'all_interfaces');
      const { interfaces } = hardwareInventory(data);
      const ports = await node.ports();
      const records = new LldpRecords(data);
      for (const card of interfaces) {
        const entry = member(entries, textMember(card, 'name') ?? '');
        const mac = canonicalMac(member(card, 'mac_address')) ?? '';
        const port = ports.get(mac);
        if (!isJsonObject(entry) || port === undefined) continue;
        const found = records.of(card);
        if (found === undefined) {
          log.debug({ interface: card['name'] }, 'no LLDP data for this interface');
          continue;
        }
        const processed = processedLink(member(entry, 'lldp_processed'));
        const link = processed.size > 0 ? processed : rawLink(found.tlvs);
        const changes = changesOf(port, link, service.processing.overwriteExisting);
        if (changes.length > 0) node.patchPort(mac, changes, { ignoreRejection: true });
      }
    },
  }),
});

const changesOf = (port: BareMetalPort, link: SwitchLink, overwrite: boolean): PatchOperation[] =>
  [...link].flatMap(([field, value]) => {
    const present = member(port.local_link_connection, field);
    if (present === value || (present !== undefined && !overwrite)) return [];
    return [{ op: 'add' as const, path: `/local_link_connection/${field}`, value }];
  });
