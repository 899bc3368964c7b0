import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { InspectorError } from '@inspector/plugin-api';
import { tlsOptions } from '../../api/tls.js';
import type { InspectorConfig } from '../../config/types.js';
import { faultsOf } from './faults-of.js';
import { unreadable, unwritable } from './file-access.js';
import type { PartFindings } from './findings.js';

/** Reads the files that options name: certificates, and the folder of the ramdisks' logs. */
export async function examineFiles(config: InspectorConfig): Promise<PartFindings> {
  return { faults: await certificateFaults(config), notes: logFolderNotes(config) };
}

async function certificateFaults({ useSsl, ssl }: InspectorConfig): Promise<InspectorError[]> {
  if (!useSsl || ssl.certFile === undefined || ssl.keyFile === undefined) return [];
  const named = [
    ['ssl.certFile', ssl.certFile],
    ['ssl.keyFile', ssl.keyFile],
    ...(ssl.caFile === undefined ? [] : [['ssl.caFile', ssl.caFile] as const]),
  ] as const;
  const faults = named.flatMap(([option, file]) => {
    const reason = unreadable(file);
    if (reason === undefined) return [];
    const text = `${option}: ${file} cannot be read: ${reason}. Name a PEM file that the user of the service may read.`;
    return [new InspectorError('INSP_CONFIG_INVALID', text)];
  });
  return faults.length > 0 ? faults : faultsOf(async () => void (await tlsOptions(ssl)));
}

/** Logs that cannot be written are lost; the service starts all the same. */
function logFolderNotes({ processing }: InspectorConfig): string[] {
  if (processing.ramdiskLogsDir === undefined) return [];
  let folder = resolve(processing.ramdiskLogsDir);
  while (!existsSync(folder)) folder = dirname(folder);
  const reason = unwritable(folder);
  return reason === undefined ? [] : [`processing.ramdiskLogsDir: logs of ramdisks would be lost: ${reason}`];
}
