import {
  bmcAddresses,
  bootMac,
  cardMac,
  hardwareInventory,
  interfaceMacs,
  isJsonObject,
  member,
  textMember,
} from '@inspector/plugin-api/ramdisk-data';
import { writeJson } from '@inspector/plugin-api/json';
import {
  defineHook,
  InspectorError,
  shortText,
  type IntrospectionData,
  type JsonObject,
} from '@inspector/plugin-api';
import type { ServiceOptions } from '@inspector/plugin-api';
import { interfaceEntries, type InterfaceEntry } from './interfaces/entries.js';
import { alignPorts, type WantedPort, type WantedPorts } from './interfaces/ports.js';
import { isSelected } from './interfaces/select.js';

/**
 * Sorts out which network cards a machine has and which of them become ports.
 *
 * Writes `all_interfaces`, `interfaces`, `macs`, `ipmi_address` and `ipmi_v6address` into the data; look-up
 * finds the node by them. `setup` throws `INSP_CONFIG_INVALID` for `addPorts: 'disabled'` with
 * `keepPorts: 'added'`, which would delete every port.
 */
export default defineHook({
  id: 'validate_interfaces',
  aliases: ['ports'],
  setup({ service, log }) {
    const { processing } = service;
    checkOptions(processing);
    return {
      beforeProcessing(data) {
        const { ipv4, ipv6 } = bmcAddresses(data);
        data['ipmi_address'] = ipv4 ?? null;
        data['ipmi_v6address'] = ipv6 ?? null;
        const boot = bootMac(data);
        const all = interfaceEntries(hardwareInventory(data).interfaces, boot, log);
        if (all.size === 0) throw failure('No interfaces supplied by the ramdisk');
        // Written before anything is selected: look-up can then report a failure on the right node.
        data['all_interfaces'] = keyed(all);
        if (processing.addPorts === 'pxe' && boot === undefined) {
          log.warn('the data do not say which card the machine booted from: all with addresses become ports');
        }
        const selected = new Map(
          [...all].filter(([name, entry]) =>
            isSelected(name, entry, processing.addPorts, boot !== undefined),
          ),
        );
        if (selected.size === 0) {
          throw failure(shortText(`No suitable interfaces found in ${writeJson(data['all_interfaces'])}`));
        }
        data['interfaces'] = keyed(selected);
        data['macs'] = [...selected.values()].map(({ mac }) => mac);
      },

      async beforeUpdate(data, node) {
        await alignPorts(node, wantedPorts(data), service, log);
      },
    };
  },
});

const checkOptions = ({ addPorts, keepPorts }: ServiceOptions['processing']): void => {
  if (addPorts !== 'disabled' || keepPorts !== 'added') return;
  throw new InspectorError(
    'INSP_CONFIG_INVALID',
    'Configuration error: add_ports set to disabled and keep_ports set to added. Please change keep_ports to all.',
  );
};

// The entries are shared between both keys, so that what a later hook adds to one shows in the other.
const keyed = (entries: ReadonlyMap<string, InterfaceEntry>): JsonObject => Object.fromEntries(entries);

// Read back from the data: hooks in between may have changed them.
// Cards that share a MAC (a VLAN and the card below it) share the port too.
const wantedPorts = (data: IntrospectionData): WantedPorts => {
  const interfaces = member(data, 'interfaces');
  if (!isJsonObject(interfaces) || !isJsonObject(member(data, 'all_interfaces'))) {
    throw failure('No interfaces supplied by the ramdisk');
  }
  const selected = new Map<string, WantedPort>();
  for (const entry of Object.values(interfaces)) {
    const mac = cardMac(member(entry, 'mac'));
    if (mac === undefined || selected.has(mac)) continue;
    selected.set(mac, { mac, clientId: textMember(entry, 'client_id'), pxe: member(entry, 'pxe') === true });
  }
  return {
    selected: [...selected.values()],
    present: interfaceMacs(data),
    bootKnown: bootMac(data) !== undefined,
  };
};

const failure = (text: string): InspectorError => new InspectorError('INSP_HOOK_FAILED', text);
