import { readFileSync } from 'node:fs';
import { checkAll } from '../errors/check-all.js';
import { InspectorError } from '../errors/inspector-error.js';
import { fileWords } from '../errors/file-words.js';
import type { TlsOptions } from './tls-schema.js';

/** What a TLS connection is made with; certificates and key are PEM texts. */
export interface TlsSettings {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly rejectUnauthorized: boolean;
}

/**
 * Reads the certificates that the options name.
 *
 * @param group - group of the options, for messages
 * @throws `INSP_CONFIG_INVALID` naming every option whose file cannot be read
 */
export function readTlsSettings(options: TlsOptions, group: string): TlsSettings {
  const { cafile, certfile, keyfile } = options;
  checkAll(
    ...Object.entries({ cafile, certfile, keyfile }).map(
      ([name, path]) =>
        () =>
          read(group, name, path),
    ),
  );
  const ca = read(group, 'cafile', options.cafile);
  const cert = read(group, 'certfile', options.certfile);
  const key = read(group, 'keyfile', options.keyfile);
  return {
    ...(ca ? { ca } : {}),
    ...(cert ? { cert } : {}),
    ...(key ? { key } : {}),
    rejectUnauthorized: !options.insecure,
  };
}

function read(group: string, option: string, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new InspectorError(
      'INSP_CONFIG_INVALID',
      `${group}.${option}: cannot be read: ${path}: ${fileWords(error)}`,
      { cause: error },
    );
  }
}
