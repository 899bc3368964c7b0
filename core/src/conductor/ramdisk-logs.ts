import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type JsonObject, thrownText } from '@inspector/plugin-api';
import type { InspectorConfig } from '../config/types.js';
import { bmcAddresses, bootMac } from '@inspector/plugin-api/ramdisk-data';
import type { Log } from '../log/log.js';
import { logPrefix } from '../introspection/log-prefix.js';
import { formatTime } from './strftime.js';

const UNKNOWN = 'unknown';
const NOT_BASE64 = /[^A-Za-z0-9+/\r\n]/;

/**
 * Stores the logs a ramdisk sent along (base64 of a tar.gz) where `processing.ramdiskLogsDir` says. The
 * endpoint that receives them has no login, so nothing here may fail an introspection or leave the folder.
 */
export async function storeRamdiskLogs(
  data: JsonObject,
  uuid: string | undefined,
  { config: { processing }, log }: { readonly config: InspectorConfig; readonly log: Log },
): Promise<void> {
  const { logs } = data;
  const folder = processing.ramdiskLogsDir;
  if (folder === undefined || logs === undefined || logs === null) return;
  const who = logPrefix(uuid === undefined ? undefined : { uuid }, data);
  if (typeof logs !== 'string' || !isBase64(logs)) {
    log.warn(`${who} the logs of the ramdisk are not base64, they are dropped`);
    return;
  }
  const name = logFileName(processing.ramdiskLogsFilenameFormat, data, uuid, new Date());
  if (name === undefined) {
    log.warn(`${who} the logs of the ramdisk are dropped: their file would lie outside ${folder}`);
    return;
  }
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, name), Buffer.from(logs, 'base64'), { mode: 0o640 });
  } catch (error) {
    log.error(`${who} the logs of the ramdisk could not be written to ${folder}: ${thrownText(error)}`);
  }
}

/**
 * Whether a text is base64, possibly in lines. It takes one pass, whatever the text is: one expression for all of it would
 * try every way to share line breaks between its parts.
 */
function isBase64(text: string): boolean {
  const trimmed = text.trimEnd();
  const end = trimmed.search(NOT_BASE64);
  return end < 0 || /^={1,2}$/.test(trimmed.slice(end, end + 3));
}

/**
 * The file name a format gives; undefined when it is no plain name in the folder.
 *
 * @param format - option `processing.ramdiskLogsFilenameFormat`
 */
export function logFileName(
  format: string,
  data: JsonObject,
  uuid: string | undefined,
  time: Date,
): string | undefined {
  const values: Readonly<Record<string, string>> = {
    uuid: uuid ?? UNKNOWN,
    mac: bootMac(data)?.replaceAll(':', '') ?? UNKNOWN,
    bmc: bmcAddresses(data).ipv4 ?? UNKNOWN,
  };
  const name = format.replace(/\{(uuid|mac|bmc|dt)(?::([^}]*))?\}/g, (_, field: string, spec?: string) =>
    field === 'dt' ? formatTime(time, spec ?? '%Y-%m-%d %H:%M:%S.%f') : (values[field] ?? UNKNOWN),
  );
  const plain = name === basename(name) && name !== '.' && name !== '..' && !/[\\\0]/.test(name);
  return plain && name !== '' ? name : undefined;
}
