import { readFileSync } from 'node:fs';
import { InspectorError, thrownText } from '@inspector/plugin-api';
import type { IronicOptions } from './options.js';

/** What a TLS connection is made with. */
export interface TlsSettings {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly rejectUnauthorized: boolean;
}

/**
 * Reads the certificates the options name.
 *
 * @throws INSP_CONFIG_INVALID naming the option whose file cannot be read
 */
export function readTlsSettings(options: IronicOptions): TlsSettings {
  const ca = read('cafile', options.cafile);
  const cert = read('certfile', options.certfile);
  const key = read('keyfile', options.keyfile);
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    rejectUnauthorized: !options.insecure,
  };
}

function read(option: string, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = thrownText(error);
    throw new InspectorError('INSP_CONFIG_INVALID', `ironic.${option}: cannot be read: ${reason}`, {
      cause: error,
    });
  }
}
