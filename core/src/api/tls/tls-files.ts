import { constants, createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { fileWords, InspectorError, thrownText } from '@inspector/plugin-api';
import type { CoreGroups } from '../../config/types.js';
import { certificatesIn } from './certificates-in.js';

type SslOptions = CoreGroups['ssl'];

/** What the files of the `ssl` group hold, checked. */
export interface TlsFiles {
  /** What connections are made with. */
  readonly context: SecureContextOptions;
  /** The certificate of the server, and those between it and its CA. */
  readonly chain: readonly X509Certificate[];
  /** The CAs of clients; empty: clients are asked for no certificate. */
  readonly clientCas: readonly X509Certificate[];
}

/**
 * Reads the files of the `ssl` group.
 *
 * @throws INSP_CONFIG_INVALID when a file is not named, cannot be read, or does not hold what it should.
 */
export async function readTlsFiles(options: SslOptions): Promise<TlsFiles> {
  // One after the other, so that the same mistake is always told with the same words.
  const cert = await read('certFile', options.certFile);
  const key = await read('keyFile', options.keyFile);
  const ca = options.caFile === undefined ? undefined : await read('caFile', options.caFile);
  const chain = parse('certFile', options.certFile, cert);
  const clientCas = ca === undefined ? [] : parse('caFile', options.caFile, ca);
  checkPair(options, chain, keyOf(options, key));
  const context: SecureContextOptions = {
    cert,
    key,
    ...(options.keyPassphrase === undefined ? {} : { passphrase: options.keyPassphrase }),
    ...(ca === undefined ? {} : { ca }),
    minVersion: options.version === 'TLSv1_3' ? 'TLSv1.3' : 'TLSv1.2',
    ciphers: options.ciphers === undefined ? defaultCiphers() : withTls13(options.ciphers),
  };
  try {
    createSecureContext(context);
  } catch (cause) {
    throw invalid(`the files or \`ssl.ciphers\` cannot be used: ${thrownText(cause)}`, cause);
  }
  return { context, chain, clientCas };
}

/**
 * The ciphers that Node.js would offer, without those whose key exchange is the key of the certificate: whoever gets that
 * key later could read what was recorded before. An operator who has set a list with `--tls-cipher-list` gets that one.
 */
function defaultCiphers(): string {
  const { defaultCipherList, defaultCoreCipherList } = constants;
  return defaultCipherList === defaultCoreCipherList ? `${defaultCipherList}:!kRSA` : defaultCipherList;
}

/** The suites of TLS 1.3 that OpenSSL offers by itself. */
const TLS_1_3 = 'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256';

/** Node.js does not speak TLS 1.3 where a list names none of its suites. Lists for OpenSSL do not mean that. */
const withTls13 = (ciphers: string): string =>
  /(^|:)TLS_/.test(ciphers) ? ciphers : `${TLS_1_3}:${ciphers}`;

async function read(option: string, file: string | undefined): Promise<Buffer> {
  if (file === undefined) throw invalid(`\`useSsl\` needs \`ssl.${option}\``);
  try {
    return await readFile(file);
  } catch (cause) {
    throw invalid(`\`ssl.${option}\` cannot be read: ${file}: ${fileWords(cause)}`, cause);
  }
}

function parse(option: string, file: string | undefined, pem: Buffer): X509Certificate[] {
  try {
    return certificatesIn(pem.toString('latin1'));
  } catch (cause) {
    throw invalid(`\`ssl.${option}\` cannot be used: ${file} ${thrownText(cause)}`, cause);
  }
}

function keyOf({ keyFile, keyPassphrase: passphrase }: SslOptions, key: Buffer): KeyObject {
  try {
    return createPrivateKey({ key, ...(passphrase === undefined ? {} : { passphrase }) });
  } catch (cause) {
    throw invalid(`\`ssl.keyFile\` cannot be used: ${keyFile} ${keyFault(key, passphrase, cause)}`, cause);
  }
}

function keyFault(key: Buffer, passphrase: string | undefined, cause: unknown): string {
  const pem = key.toString('latin1');
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) return 'holds no private key in PEM form';
  if (!/-----BEGIN ENCRYPTED|^Proc-Type:.*ENCRYPTED/m.test(pem))
    return `cannot be read: ${thrownText(cause)}`;
  return passphrase === undefined
    ? 'is encrypted: set `ssl.keyPassphrase`, best by INSPECTOR_SSL__KEY_PASSPHRASE'
    : 'is encrypted, and `ssl.keyPassphrase` does not open it';
}

function checkPair(
  { certFile, keyFile }: SslOptions,
  [own, ...others]: readonly X509Certificate[],
  key: KeyObject,
): void {
  if (own?.checkPrivateKey(key) === true) return;
  const advice = others.some((other) => other.checkPrivateKey(key))
    ? 'Another certificate of the file does: put that one first'
    : 'Name two files that were made together';
  throw invalid(
    `certificate and key cannot be used: the first certificate of ${certFile} does not belong to the key ${keyFile}. ${advice}`,
  );
}

const invalid = (text: string, cause?: unknown): InspectorError =>
  new InspectorError('INSP_CONFIG_INVALID', `TLS: ${text}`, { cause });
