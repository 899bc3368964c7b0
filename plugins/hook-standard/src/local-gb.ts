import { exactIntegerOf, isJsonObject, member } from '@inspector/plugin-api/ramdisk-data';
import type { Json, PluginLog } from '@inspector/plugin-api';

const BYTES_PER_GIB = 2 ** 30;

/**
 * Space for instances on the root disk in whole GiB: the size rounded down, less 1 GiB for partitioning when
 * `spacing` is set. 0 without a root disk, and with a warning for one whose size is missing or below 1 GiB.
 */
export const localGb = (
  rootDisk: Json | undefined,
  spacing: boolean,
  log: Pick<PluginLog, 'warn' | 'info'>,
): number | bigint => {
  if (!isJsonObject(rootDisk)) {
    log.info('no root disk in the data, the machine is taken to have none');
    return 0;
  }
  const bytes = member(rootDisk, 'size');
  const size = wholeGib(bytes);
  if (size < 1) {
    log.warn({ disk: member(rootDisk, 'name'), size: bytes }, 'the root disk has no size or less than 1 GiB');
    return 0;
  }
  if (!spacing) return size;
  return typeof size === 'bigint' ? size - 1n : size - 1;
};

/** 0 for anything but a number of bytes. */
const wholeGib = (bytes: unknown): number | bigint => {
  if (typeof bytes === 'bigint') return exactIntegerOf(bytes / BigInt(BYTES_PER_GIB)) ?? 0;
  return typeof bytes === 'number' && Number.isFinite(bytes) ? Math.floor(bytes / BYTES_PER_GIB) : 0;
};
