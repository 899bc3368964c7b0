import { InspectorError } from '@inspector/plugin-api';

/** What a backend URL of ironic-inspector says. */
export interface BackendUrl {
  readonly endpoints: readonly string[];
  readonly cafile?: string;
  readonly certfile?: string;
  readonly keyfile?: string;
}

/** Options of the reference's library that name files, and what they are here. */
const FILES = { ca_cert: 'cafile', cert_cert: 'certfile', cert_key: 'keyfile' } as const;

/** Options of it that say how it talks to etcd; this plugin decides on that by itself. */
const WITHOUT_EFFECT = ['api_version', 'timeout', 'lock_timeout', 'membership_timeout'];

const DEFAULT_PORT = 2379;

/**
 * Reads a URL such as `etcd3+https://one:2379,two:2379?ca_cert=/etc/ca.pem`. Schemes are `etcd3`, `etcd3+http` and
 * `etcd3+https`; the host is `localhost` and the port 2379 where they are left out.
 *
 * @throws `INSP_CONFIG_INVALID`
 */
export function readBackendUrl(url: string): BackendUrl {
  const parts = /^etcd3(?:\+(https?))?:\/\/([^/?#]*)\/?(?:\?(.*))?$/.exec(url);
  if (parts === null) {
    throw wrong('is no URL of etcd. Write etcd3+http://host:2379 or etcd3+https://host:2379.');
  }
  const [, scheme = 'http', hosts = '', query = ''] = parts;
  if (hosts.includes('@')) throw wrong('names a user. Set username and password instead.');
  return {
    endpoints: hosts.split(',').map((host) => endpoint(scheme, host)),
    ...filesOf(new URLSearchParams(query)),
  };
}

function endpoint(scheme: string, host: string): string {
  const found = /^(\[[0-9a-fA-F:.]+\]|[^:[\]\s]*)(?::(\d{1,5}))?$/.exec(host);
  if (found === null) throw wrong(`has "${host}" where a host and its port are expected.`);
  const [, name, port = DEFAULT_PORT] = found;
  return `${scheme}://${name === undefined || name === '' ? 'localhost' : name}:${port}`;
}

function filesOf(query: URLSearchParams): Omit<BackendUrl, 'endpoints'> {
  const files: { -readonly [Name in 'cafile' | 'certfile' | 'keyfile']?: string } = {};
  for (const [name, value] of query) {
    if (name in FILES) files[FILES[name as keyof typeof FILES]] = value;
    else if (!WITHOUT_EFFECT.includes(name)) {
      throw wrong(
        `has the option "${name}", which is not known. Known are ${[...Object.keys(FILES), ...WITHOUT_EFFECT].join(', ')}.`,
      );
    }
  }
  return files;
}

const wrong = (what: string): InspectorError =>
  new InspectorError('INSP_CONFIG_INVALID', `plugins['coordination-etcd'].backendUrl: ${what}`);
