import type { ConfigProblem } from './problems.js';
import type { InspectorConfig } from './types.js';

type Content = Record<string, unknown>;

/** The backend that URLs of etcd are for, and the group of its options. */
const ETCD = { driver: 'etcd', group: 'coordination-etcd' } as const;

const SCHEME = /^etcd3(\+https?)?:\/\//;

/** What ironic-inspector can use besides. */
const OTHERS: Readonly<Record<string, string>> = {
  zookeeper: 'ZooKeeper',
  kazoo: 'ZooKeeper',
  memcached: 'memcached',
  redis: 'Redis',
  file: 'a folder',
  mysql: 'MySQL',
  postgresql: 'PostgreSQL',
  consul: 'Consul',
  ipc: 'the memory of one machine',
  zake: 'a backend for tests',
};

/**
 * Why a backend URL of ironic-inspector cannot be used; undefined: it can.
 *
 * @param url - as its option `[coordination]backend_url` takes it
 */
export function backendUrlFault(url: string): string | undefined {
  if (SCHEME.test(url)) return undefined;
  const scheme = /^([a-z][a-z0-9-]*)(\+[a-z0-9-]+)?:/i.exec(url)?.[1]?.toLowerCase() ?? '';
  const known = Object.hasOwn(OTHERS, scheme) ? OTHERS[scheme] : undefined;
  const what =
    scheme === 'etcd3' || scheme === 'etcd'
      ? 'is no URL of etcd that can be read'
      : known === undefined
        ? 'names no coordination backend that is known'
        : `names ${known}, which cannot be used here`;
  return (
    `${what}: run etcd and write etcd3+http://host:2379 or etcd3+https://host:2379, ` +
    'or install another coordination backend and name it in coordination.driver'
  );
}

/**
 * Has `coordination.backendUrl` choose the backend and become its option, where the rest of the configuration leaves that
 * open.
 *
 * @param content - as written by the user, environment included; it is changed
 */
export function applyBackendUrl(content: Content): void {
  const coordination = objectIn(content, 'coordination');
  const url = coordination?.['backendUrl'];
  if (coordination === undefined || typeof url !== 'string' || !SCHEME.test(url)) return;
  coordination['driver'] ??= ETCD.driver;
  if (coordination['driver'] !== ETCD.driver) return;
  const plugins = objectIn(content, 'plugins') ?? {};
  const own = objectIn(plugins, ETCD.group) ?? {};
  if (own['endpoints'] !== undefined) return;
  content['plugins'] = { ...plugins, [ETCD.group]: { backendUrl: url, ...own } };
}

/** What is wrong with `coordination.backendUrl`, or contradicts it. */
export function backendUrlFaults({
  coordination,
  plugins,
}: Pick<InspectorConfig, 'coordination' | 'plugins'>): ConfigProblem[] {
  const { backendUrl: url, driver } = coordination;
  if (url === undefined) return [];
  const path = 'coordination.backendUrl';
  const fault = backendUrlFault(url);
  if (fault !== undefined) return [{ path, message: fault }];
  if (driver !== ETCD.driver)
    return [
      { path, message: `is for etcd, and coordination.driver names '${driver}': leave one of them out` },
    ];
  if ((plugins as Content)[ETCD.group] !== undefined) {
    const own = (plugins as Record<string, Content>)[ETCD.group] ?? {};
    if (own['endpoints'] !== undefined || own['backendUrl'] !== url)
      return [
        { path, message: `says the same as an option of plugins['${ETCD.group}']: leave one of them out` },
      ];
  }
  return [];
}

function objectIn(parent: Content, name: string): Content | undefined {
  const value = parent[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Content)
    : undefined;
}
