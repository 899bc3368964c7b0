import { defineNodeNotFoundHook, InspectorError } from '@inspector/plugin-api';
import { member, textMember } from '@inspector/plugin-api/ramdisk-data';

/**
 * Recognises a machine that look-up does not find by its serial number: the node that has it in `extra` is the
 * one. For sites that enrol nodes from purchase lists, before anybody knows their MACs.
 */
export default defineNodeNotFoundHook({
  id: 'known_serial',
  configSchema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      field: { type: 'string', default: 'serial', description: 'Member of `extra` with the serial number.' },
    },
  },
  setup: ({ config, baremetal, log }) => ({
    async nodeNotFound(data) {
      const serial = textMember(member(member(data, 'inventory'), 'system_vendor'), 'serial_number');
      if (serial === undefined || serial === '') {
        log.warn('the machine does not tell its serial number');
        return undefined;
      }
      const nodes = await baremetal.listNodes(['uuid', 'extra']);
      const [node, ...others] = nodes.filter(({ extra }) => member(extra, config.field) === serial);
      if (others.length > 0) {
        const uuids = [node, ...others].map((found) => found?.uuid).join(', ');
        throw new InspectorError(
          'INSP_LOOKUP_FAILED',
          `Several nodes have the serial number ${serial}: ${uuids}`,
        );
      }
      return node === undefined ? undefined : { uuid: node.uuid };
    },
  }),
});
