import { readFile } from 'node:fs/promises';
import type { ServerOptions } from 'node:https';
import { createSecureContext } from 'node:tls';
import { fileWords, InspectorError, thrownText } from '@inspector/plugin-api';
import type { CoreGroups } from '../config/types.js';
import type { RpcClientTls } from '../rpc/exchange.js';

/**
 * Reads the files of the `rpc` group for a conductor. With a CA file, callers must show a certificate that it has signed.
 *
 * @returns undefined: calls come without TLS
 * @throws `INSP_CONFIG_INVALID` when a file cannot be read or used
 */
export async function rpcServerTls(rpc: CoreGroups['rpc']): Promise<ServerOptions | undefined> {
  if (rpc.certFile === undefined) return undefined;
  const files = await readFiles(rpc);
  const asks = rpc.caFile === undefined ? {} : { requestCert: true, rejectUnauthorized: true };
  return { ...files, ...asks, minVersion: 'TLSv1.2' };
}

/**
 * Reads the files of the `rpc` group for an API process. Without a CA file it trusts who is signed by a CA of the system.
 *
 * @throws `INSP_CONFIG_INVALID` when a file cannot be read or used
 */
export const rpcClientTls = (rpc: CoreGroups['rpc']): Promise<RpcClientTls> => readFiles(rpc);

async function readFiles({ certFile, keyFile, caFile }: CoreGroups['rpc']): Promise<RpcClientTls> {
  const files: RpcClientTls = {
    ...(certFile !== undefined && { cert: await read('certFile', certFile) }),
    ...(keyFile !== undefined && { key: await read('keyFile', keyFile) }),
    ...(caFile !== undefined && { ca: await read('caFile', caFile) }),
  };
  try {
    createSecureContext(files);
  } catch (cause) {
    throw new InspectorError(
      'INSP_CONFIG_INVALID',
      `The files of the group \`rpc\` cannot be used: ${thrownText(cause)}`,
      { cause },
    );
  }
  return files;
}

async function read(option: string, file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new InspectorError(
      'INSP_CONFIG_INVALID',
      `\`rpc.${option}\` cannot be read: ${file}: ${fileWords(cause)}`,
      {
        cause,
      },
    );
  }
}
