import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type JsonObject, thrownText } from '@inspector/plugin-api';
import { bmcAddresses, bootMac } from '@inspector/plugin-api/ramdisk-data';
import { logPrefix } from '../node/log-prefix.js';
import type { ConductorServices } from './services.js';
import { pruneStrangerLogs, STRANGERS } from './stranger-logs.js';
import { formatTime } from './strftime.js';

const UNKNOWN = 'unknown';
const NOT_BASE64 = /[^A-Za-z0-9+/\r\n]/;

/**
 * Stores the logs a ramdisk sent along (base64 of a tar.gz) where `processing.ramdiskLogsDir` says. The
 * endpoint that receives them has no login, so nothing here may fail an introspection or leave the folder. Logs that
 * belong to no introspection go into a folder in it, where only the newest are kept.
 */
export async function storeRamdiskLogs(
  data: JsonObject,
  uuid: string | undefined,
  services: Pick<ConductorServices, 'config' | 'log' | 'metrics'>,
): Promise<void> {
  const { logs } = data;
  const { log } = services;
  const { ramdiskLogsDir, ramdiskLogsFilenameFormat } = services.config.processing;
  if (ramdiskLogsDir === undefined || logs === undefined || logs === null) return;
  const folder = uuid === undefined ? join(ramdiskLogsDir, STRANGERS) : ramdiskLogsDir;
  const who = logPrefix(uuid === undefined ? undefined : { uuid }, data);
  if (typeof logs !== 'string' || !isBase64(logs)) {
    log.warn(`${who} the logs of the ramdisk are not base64, they are dropped`);
    return;
  }
  const name = logFileName(ramdiskLogsFilenameFormat, data, uuid, new Date());
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
  if (uuid === undefined) await pruneStrangerLogs(services);
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
