import { readFileSync } from 'node:fs';
import { InspectorError, thrownText } from '@inspector/plugin-api';
import { readBackendUrl } from './backend-url.js';
import type { EtcdOptions } from './options.js';

/** What connections to etcd are made with; certificates and key are PEM texts. */
export interface TlsFiles {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly rejectUnauthorized: boolean;
}

/** How etcd is reached. */
export interface EtcdSettings {
  /** URLs without a path, at least one. */
  readonly endpoints: readonly string[];
  readonly tls: TlsFiles;
  /** Absent where etcd needs no user. */
  readonly user?: { readonly name: string; readonly password: string };
}

const DEFAULT_ENDPOINT = 'http://127.0.0.1:2379';

/**
 * Puts together what the options say, and reads their files.
 *
 * @throws `INSP_CONFIG_INVALID` naming the option
 */
export function readSettings(options: EtcdOptions): EtcdSettings {
  const { backendUrl, username, password, insecure } = options;
  if (backendUrl !== undefined && options.endpoints !== undefined) {
    throw wrong('backendUrl', 'says the same as endpoints. Set one of them.');
  }
  const url = backendUrl === undefined ? undefined : readBackendUrl(backendUrl);
  if ((username === undefined) !== (password === undefined)) {
    throw wrong(username === undefined ? 'username' : 'password', 'is needed with its other half.');
  }
  const ca = read('cafile', options.cafile ?? url?.cafile);
  const cert = read('certfile', options.certfile ?? url?.certfile);
  const key = read('keyfile', options.keyfile ?? url?.keyfile);
  const endpoints = url?.endpoints ?? options.endpoints ?? [DEFAULT_ENDPOINT];
  return {
    endpoints: endpoints.map((one) => one.replace(/\/$/, '')),
    tls: {
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
      rejectUnauthorized: !insecure,
    },
    ...(username === undefined || password === undefined ? {} : { user: { name: username, password } }),
  };
}

function read(option: string, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw wrong(option, `cannot be read: ${thrownText(error)}`, error);
  }
}

const wrong = (option: string, what: string, cause?: unknown): InspectorError =>
  new InspectorError('INSP_CONFIG_INVALID', `plugins['coordination-etcd'].${option}: ${what}`, { cause });
