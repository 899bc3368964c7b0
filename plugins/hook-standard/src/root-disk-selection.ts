import {
  defineHook,
  InspectorError,
  type BareMetalNode,
  type IntrospectionData,
  type Json,
  type JsonObject,
  type PluginLog,
} from '@inspector/plugin-api';
import {
  hardwareInventory,
  isSet,
  member,
  textOf,
  type HardwareInventory,
} from '@inspector/plugin-api/ramdisk-data';
import { compileHints } from './device-hints/compile.js';
import { HintError } from './device-hints/hint-error.js';
import { matchingDisks } from './device-hints/matching-disks.js';
import { localGb } from './local-gb.js';

/**
 * Chooses the root disk by the node's root device hints, and derives `local_gb`.
 *
 * Has to run before `scheduler`. Fails the introspection when hints are set and no disk satisfies them.
 */
export default defineHook({
  id: 'root_disk_selection',
  aliases: ['root-device'],
  setup: ({ service, log }) => ({
    async beforeUpdate(data, node) {
      const view = hardwareInventory(data);
      const { properties } = await node.node();
      chooseByHints(data, view, properties, log);
      const size = localGb(member(data, 'root_disk'), service.processing.diskPartitioningSpacing, log);
      data['local_gb'] = size;
      if (service.processing.overwriteExisting || !isSet(member(properties, 'local_gb'))) {
        node.updateProperties({ local_gb: String(size) });
      }
    },
  }),
});

const chooseByHints = (
  data: IntrospectionData,
  { inventory, disks }: HardwareInventory,
  properties: BareMetalNode['properties'],
  log: PluginLog,
): void => {
  const hints = member(properties, 'root_device');
  if (!isSet(hints)) return;
  const skipped = disksToSkip(disks, member(properties, 'skip_block_devices'), log);
  if (skipped.size > 0) inventory['disks'] = disks.filter((disk) => !skipped.has(disk));
  const [chosen] = find(
    disks.filter((disk) => !skipped.has(disk)),
    hints,
    log,
  );
  if (chosen === undefined) throw failure('No disks satisfied root device hints');
  data['root_disk'] = chosen;
};

const disksToSkip = (
  disks: readonly JsonObject[],
  hintsList: Json | undefined,
  log: PluginLog,
): ReadonlySet<JsonObject> => {
  if (!isSet(hintsList)) return new Set();
  const list = Array.isArray(hintsList) ? hintsList : [hintsList];
  // The ramdisk spares software RAID volumes by their name; the inventory lists disks only.
  const ofDisks = list.filter((hints) => member(hints, 'volume_name') === undefined);
  return new Set(ofDisks.flatMap((hints) => find(disks, hints, log)));
};

const find = (disks: readonly JsonObject[], hints: Json | undefined, log: PluginLog): JsonObject[] => {
  try {
    return matchingDisks(disks, compileHints(hints), log);
  } catch (error) {
    if (!(error instanceof HintError)) throw error;
    throw failure(
      `No disks could be found using the root device hints ${textOf(hints)} because they failed to validate. ` +
        `Error: ${error.message}`,
    );
  }
};

const failure = (text: string): InspectorError => new InspectorError('INSP_HOOK_FAILED', text);
