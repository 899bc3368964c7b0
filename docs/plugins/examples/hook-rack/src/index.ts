import { defineHook, type IntrospectionData } from '@inspector/plugin-api';
import { isJsonObject, member, textMember } from '@inspector/plugin-api/ramdisk-data';

/**
 * Writes the rack of a machine to `extra.rack` of its node, by the name of the switch that its network cards
 * hear over LLDP. A machine whose switch is in no rack gets the option `unknown`.
 */
export default defineHook({
  id: 'rack_position',
  // It reads what lldp_basic writes. Inspector refuses to start when that is not enabled before this hook.
  dependencies: ['lldp_basic'],
  configSchema: {
    type: 'object',
    additionalProperties: false,
    required: ['racks'],
    properties: {
      racks: {
        type: 'object',
        additionalProperties: { type: 'string' },
        description: 'Rack of each switch, by the name the switch announces.',
      },
      unknown: { type: 'string', default: 'unknown', description: 'Written when the rack is not known.' },
    },
  },
  setup: ({ config, log }) => ({
    beforeUpdate(data, node) {
      const rack = switchNames(data)
        .map((name) => textMember(config.racks, name))
        .find((found) => found !== undefined);
      if (rack === undefined)
        log.warn({ node: node.uuid }, 'none of the switches of this machine is in a rack');
      node.patch([{ op: 'add', path: '/extra/rack', value: rack ?? config.unknown }]);
    },
  }),
});

// The data come from a machine nobody has authenticated: `member` and `textMember` take any shape.
const switchNames = (data: IntrospectionData): string[] => {
  const cards = member(data, 'all_interfaces');
  if (!isJsonObject(cards)) return [];
  return Object.values(cards)
    .map((card) => textMember(member(card, 'lldp_processed'), 'switch_system_name'))
    .filter((name) => name !== undefined);
};
