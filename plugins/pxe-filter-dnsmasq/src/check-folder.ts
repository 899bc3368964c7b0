import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileWords, InspectorError } from '@inspector/plugin-api';
import type { DnsmasqOptions } from './options.js';

/** Where the driver writes, as its options say. */
export type Places = Pick<DnsmasqOptions, 'mode' | 'dhcpHostsdir' | 'dhcpHostsfile'>;

/** Finds out whether the driver can write where dnsmasq reads. Changes nothing. Throws as {@link checkFolder}. */
export function checkPlaces({ mode, dhcpHostsdir, dhcpHostsfile }: Places): void {
  if (mode === 'hostsdir') checkFolder('dhcpHostsdir', dhcpHostsdir);
  else checkFolder('dhcpHostsfile', dirname(dhcpHostsfile));
}

/**
 * Finds out whether files can be made in a folder. Changes nothing.
 *
 * @param option - which names the folder, or the file in it
 * @throws `INSP_PXE_FILTER_FAILED` with the option and what to do
 */
export function checkFolder(option: keyof Places, folder: string): void {
  const reason = faultOf(folder);
  if (reason === undefined) return;
  throw new InspectorError(
    'INSP_PXE_FILTER_FAILED',
    `dnsmasqPxeFilter.${option}: ${reason}. The folder ${folder} must exist, readable for dnsmasq, and the user of ` +
      'the service must be able to write into it.',
  );
}

function faultOf(folder: string): string | undefined {
  try {
    if (!statSync(folder).isDirectory()) return `${folder} is no folder`;
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return fileWords(error, 'folder');
  }
}
