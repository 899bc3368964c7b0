/** Ports and folders of a Swift of a test. */
export interface SwiftPlan {
  readonly folder: string;
  readonly ports: {
    readonly proxy: number;
    readonly account: number;
    readonly container: number;
    readonly object: number;
    readonly memcached: number;
  };
  /** URL of the identity service; undefined: Swift's own sign-on (tempauth). */
  readonly identityUrl: string | undefined;
}

/** Kinds of storage servers, each with a ring of its own. */
export const STORAGE_KINDS = ['account', 'container', 'object'] as const;

const section = (name: string, options: Readonly<Record<string, string | number>>): string =>
  [`[${name}]`, ...Object.entries(options).map(([key, value]) => `${key} = ${value}`), ''].join('\n');

/** Configuration of the cluster: hash salts and one storage policy. */
export const clusterConf = (): string =>
  section('swift-hash', { swift_hash_path_suffix: 'suffix', swift_hash_path_prefix: 'prefix' }) +
  section('storage-policy:0', { name: 'gold', default: 'yes' });

/** Configuration of one storage server: one process, a plain folder for a disk. */
export const storageConf = ({ folder, ports }: SwiftPlan, kind: (typeof STORAGE_KINDS)[number]): string =>
  section('DEFAULT', {
    bind_ip: '127.0.0.1',
    bind_port: ports[kind],
    workers: 0,
    user: 'root',
    swift_dir: `${folder}/etc`,
    devices: `${folder}/srv`,
    mount_check: 'false',
    disable_fallocate: 'true',
  }) +
  section('pipeline:main', { pipeline: `healthcheck ${kind}-server` }) +
  section(`app:${kind}-server`, { use: `egg:swift#${kind}` }) +
  section('filter:healthcheck', { use: 'egg:swift#healthcheck' });

/** Configuration of the proxy: S3 interface and either sign-on. */
export function proxyConf({ folder, ports, identityUrl }: SwiftPlan): string {
  const auth = identityUrl === undefined ? 's3api tempauth' : 'authtoken keystoneauth';
  const plain = ['catch_errors', 'gatekeeper', 'healthcheck', 'listing_formats', 'copy', 'slo', 'dlo'];
  return (
    section('DEFAULT', {
      bind_ip: '127.0.0.1',
      bind_port: ports.proxy,
      workers: 0,
      user: 'root',
      swift_dir: `${folder}/etc`,
    }) +
    section('pipeline:main', {
      pipeline: `catch_errors gatekeeper healthcheck cache listing_formats ${auth} copy slo dlo proxy-server`,
    }) +
    section('app:proxy-server', { use: 'egg:swift#proxy', account_autocreate: 'true' }) +
    plain.map((name) => section(`filter:${name}`, { use: `egg:swift#${name}` })).join('') +
    section('filter:cache', { use: 'egg:swift#memcache', memcache_servers: `127.0.0.1:${ports.memcached}` }) +
    section('filter:s3api', { use: 'egg:swift#s3api', location: 'us-east-1' }) +
    section('filter:tempauth', {
      use: 'egg:swift#tempauth',
      user_service_inspector: 'inspectorpw .admin',
      token_life: 86400,
    }) +
    section('filter:authtoken', {
      'paste.filter_factory': 'keystonemiddleware.auth_token:filter_factory',
      www_authenticate_uri: identityUrl ?? 'http://127.0.0.1',
      auth_url: identityUrl ?? 'http://127.0.0.1',
      auth_type: 'password',
      project_domain_id: 'default',
      user_domain_id: 'default',
      project_name: 'service',
      username: 'swift',
      password: 'swiftpw',
      delay_auth_decision: 'True',
      cache: 'swift.cache',
      include_service_catalog: 'False',
    }) +
    section('filter:keystoneauth', { use: 'egg:swift#keystoneauth', operator_roles: 'admin' })
  );
}
