import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { InspectorError } from '@inspector/plugin-api';
import { certificateNotes } from '../../api/tls/certificate-notes.js';
import { readTlsFiles, type TlsFiles } from '../../api/tls/tls-files.js';
import type { InspectorConfig } from '../../config/types.js';
import { faultsOf } from './faults-of.js';
import { unreadable, unwritable } from './file-access.js';
import type { PartFindings } from './findings.js';

/** Reads the files that options name: certificates, and the folder of the ramdisks' logs. */
export async function examineFiles(config: InspectorConfig): Promise<PartFindings> {
  const { faults, notes } = await examineCertificates(config);
  return { faults, notes: [...notes, ...logFolderNotes(config)] };
}

async function examineCertificates({ useSsl, ssl }: InspectorConfig): Promise<PartFindings> {
  if (!useSsl || ssl.certFile === undefined || ssl.keyFile === undefined) return { faults: [], notes: [] };
  const named = [
    ['ssl.certFile', ssl.certFile],
    ['ssl.keyFile', ssl.keyFile],
    ...(ssl.caFile === undefined ? [] : [['ssl.caFile', ssl.caFile] as const]),
  ] as const;
  const unread = named.flatMap(([option, file]) => {
    const reason = unreadable(file);
    if (reason === undefined) return [];
    const text = `${option}: ${file} cannot be read: ${reason}. Name a PEM file that the user of the service may read.`;
    return [new InspectorError('INSP_CONFIG_INVALID', text)];
  });
  if (unread.length > 0) return { faults: unread, notes: [] };
  let files: TlsFiles | undefined;
  const faults = await faultsOf(async () => void (files = await readTlsFiles(ssl)));
  const found = files === undefined ? [] : certificateNotes(files, ssl, Date.now());
  return { faults, notes: found.map(({ text }) => text) };
}

/** Logs that cannot be written are lost; the service starts all the same. */
function logFolderNotes({ processing }: InspectorConfig): string[] {
  if (processing.ramdiskLogsDir === undefined) return [];
  let folder = resolve(processing.ramdiskLogsDir);
  while (!existsSync(folder)) folder = dirname(folder);
  const reason = unwritable(folder);
  return reason === undefined ? [] : [`processing.ramdiskLogsDir: logs of ramdisks would be lost: ${reason}`];
}
