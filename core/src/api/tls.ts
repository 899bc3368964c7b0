import { constants } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ServerOptions } from 'node:https';
import { createSecureContext } from 'node:tls';
import type { CoreGroups } from '../config/types.js';
import { InspectorError, thrownText } from '@inspector/plugin-api';

/**
 * Reads the files of the `ssl` group. With a CA file, clients must show a certificate that it has signed.
 *
 * @throws INSP_CONFIG_INVALID when a file is not named, cannot be read, or does not hold what it should.
 */
export async function tlsOptions({ certFile, keyFile, caFile }: CoreGroups['ssl']): Promise<ServerOptions> {
  // One after the other, so that the same mistake is always told with the same words.
  const cert = await read('certFile', certFile);
  const key = await read('keyFile', keyFile);
  const options: ServerOptions = { cert, key, minVersion: 'TLSv1.2', ciphers: ciphers() };
  if (caFile !== undefined) {
    Object.assign(options, { ca: await read('caFile', caFile), requestCert: true, rejectUnauthorized: true });
  }
  try {
    createSecureContext(options);
  } catch (cause) {
    throw invalid(`certificate and key cannot be used: ${thrownText(cause)}`, cause);
  }
  return options;
}

/**
 * The ciphers that Node.js would offer, without those whose key exchange is the key of the certificate: whoever gets that
 * key later could read what was recorded before. An operator who has set a list with `--tls-cipher-list` gets that one.
 */
function ciphers(): string {
  const { defaultCipherList, defaultCoreCipherList } = constants;
  return defaultCipherList === defaultCoreCipherList ? `${defaultCipherList}:!kRSA` : defaultCipherList;
}

async function read(option: string, file: string | undefined): Promise<Buffer> {
  if (file === undefined) throw invalid(`\`useSsl\` needs \`ssl.${option}\``);
  try {
    return await readFile(file);
  } catch (cause) {
    throw invalid(`\`ssl.${option}\` cannot be read: ${thrownText(cause)}`, cause);
  }
}

const invalid = (text: string, cause?: unknown): InspectorError =>
  new InspectorError('INSP_CONFIG_INVALID', `TLS: ${text}`, { cause });
