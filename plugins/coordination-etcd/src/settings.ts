import { InspectorError } from '@inspector/plugin-api';
import { readTlsSettings, type TlsSettings } from '@inspector/plugin-api/openstack';
import { readBackendUrl } from './backend-url.js';
import type { EtcdOptions } from './options.js';

/** How etcd is reached. */
export interface EtcdSettings {
  /** URLs without a path, at least one. */
  readonly endpoints: readonly string[];
  readonly tls: TlsSettings;
  /** Absent where etcd needs no user. */
  readonly user?: { readonly name: string; readonly password: string };
}

const DEFAULT_ENDPOINT = 'http://127.0.0.1:2379';

const GROUP = "plugins['coordination-etcd']";

/**
 * Puts together what the options say, and reads their files.
 *
 * @throws `INSP_CONFIG_INVALID` naming the option
 */
export function readSettings(options: EtcdOptions): EtcdSettings {
  const { backendUrl, username, password } = options;
  if (backendUrl !== undefined && options.endpoints !== undefined) {
    throw wrong('backendUrl', 'says the same as endpoints. Set one of them.');
  }
  const { endpoints, ...files } =
    backendUrl === undefined
      ? { endpoints: options.endpoints ?? [DEFAULT_ENDPOINT] }
      : readBackendUrl(backendUrl);
  if ((username === undefined) !== (password === undefined)) {
    throw wrong(username === undefined ? 'username' : 'password', 'is needed with its other half.');
  }
  return {
    endpoints: endpoints.map((one) => one.replace(/\/$/, '')),
    tls: readTlsSettings({ ...files, ...options }, GROUP),
    ...(username === undefined || password === undefined ? {} : { user: { name: username, password } }),
  };
}

const wrong = (option: string, what: string): InspectorError =>
  new InspectorError('INSP_CONFIG_INVALID', `${GROUP}.${option}: ${what}`);
