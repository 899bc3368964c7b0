import { defineHook, type NodeHandle, type PluginLog } from '@inspector/plugin-api';
import { isSet, member } from '@inspector/plugin-api/ramdisk-data';
import { serialList, serialsOf } from './serials.js';

/**
 * Finds the disk that appeared between two introspections, for controllers that do not tell which disk a new
 * RAID volume is.
 *
 * The first introspection notes the serial numbers in `extra.block_devices` of the node. The next one, after the
 * volume was created, compares: exactly one new disk becomes the root device hint of the node.
 */
export default defineHook({
  id: 'raid_device',
  setup: ({ log }) => ({
    beforeProcessing(data) {
      // Before there is a volume there is no root disk, and what follows wants a size.
      if (!isSet(member(data, 'local_gb'))) data['local_gb'] = 1;
    },
    async beforeUpdate(data, node) {
      const serials = serialsOf(data);
      if (serials.length === 0) log.warn('the ramdisk reports no disk with a serial number');
      else await compare(serials, node, log);
    },
  }),
});

const compare = async (serials: readonly string[], node: NodeHandle, log: PluginLog): Promise<void> => {
  const { properties, extra } = await node.node();
  if (member(properties, 'root_device') !== undefined) {
    log.info('the root device of the node is known already');
    return;
  }
  const noted = member(extra, 'block_devices');
  if (noted === undefined) {
    node.patch([{ op: 'add', path: '/extra/block_devices', value: { serials: [...serials] } }]);
    return;
  }
  const before = new Set(serialList(noted));
  const [serial, ...others] = new Set(serials.filter((candidate) => !before.has(candidate)));
  if (serial === undefined) {
    log.warn('no disk is new since the last introspection');
  } else if (others.length > 0) {
    log.warn(
      { serials: [serial, ...others] },
      'several disks are new, which of them is the root device is unclear',
    );
  } else {
    node.patch([
      { op: 'remove', path: '/extra/block_devices' },
      { op: 'add', path: '/properties/root_device', value: { serial } },
    ]);
  }
};
