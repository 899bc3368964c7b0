import { member } from '@inspector/plugin-api/ramdisk-data';
import type { JsonObject, PluginLog } from '@inspector/plugin-api';
import type { CompiledHints } from './compile.js';

/**
 * The disks that satisfy every hint, in their order. No hints: no disks.
 *
 * @throws HintError when an operator cannot work on an attribute.
 */
export const matchingDisks = (
  disks: readonly JsonObject[],
  hints: CompiledHints,
  log: Pick<PluginLog, 'warn'>,
): JsonObject[] => (hints.size === 0 ? [] : disks.filter((disk) => satisfies(disk, hints, log)));

const satisfies = (disk: JsonObject, hints: CompiledHints, log: Pick<PluginLog, 'warn'>): boolean => {
  for (const [name, test] of hints) {
    const outcome = test(member(disk, name));
    if (outcome === 'match') continue;
    if (outcome !== 'mismatch') {
      log.warn(
        { disk: member(disk, 'name'), attribute: name },
        `the attribute of the disk is ${outcome}, the disk is passed over`,
      );
    }
    return false;
  }
  return true;
};
