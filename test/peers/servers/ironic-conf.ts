/** What differs from one Ironic to another. */
export interface IronicConf {
  /** Folder for its database, log and locks. */
  readonly folder: string;
  readonly port: number;
  /** Port its API and conductor talk over. */
  readonly rpcPort: number;
  readonly inspectorUrl?: string;
  readonly authStrategy?: 'noauth' | 'http_basic' | 'keystone';
  /** URL of the Keystone it asks about tokens, with `keystone`. */
  readonly identityUrl?: string;
  /** Whether there may be nodes whose BMC is asked with ipmitool, which gives up after 2 s. */
  readonly failingBmc?: boolean;
  /** Seconds that a power order to `fake-hardware` takes, the node being locked meanwhile. */
  readonly powerDelay?: number;
  /** Most entries of one page of a listing. */
  readonly pageSize?: number;
}

/** Interface types of `fake-hardware` that are enabled; none of them touches anything real. */
const INTERFACES = {
  bios: 'no-bios',
  boot: 'fake',
  console: 'no-console',
  deploy: 'fake',
  inspect: 'inspector,no-inspect',
  management: 'fake',
  network: 'noop',
  power: 'fake',
  raid: 'no-raid',
  rescue: 'no-rescue',
  storage: 'noop',
  vendor: 'no-vendor',
};

/** What `ipmi` needs besides: it has no interface in common with `fake-hardware`. */
const WITH_IPMI = {
  ...{ boot: 'fake,pxe', deploy: 'fake,ramdisk', management: 'fake,noop', power: 'fake,ipmitool' },
};

/** The configuration file of an Ironic that needs no other service. */
export function ironicConf(conf: IronicConf): string {
  const { folder, port, rpcPort, failingBmc = false, powerDelay = 0 } = conf;
  const interfaces = { ...INTERFACES, ...(failingBmc ? WITH_IPMI : {}) };
  const url = `http://127.0.0.1:${String(port)}`;
  return ini({
    DEFAULT: {
      auth_strategy: conf.authStrategy ?? 'noauth',
      http_basic_auth_user_file: `${folder}/htpasswd`,
      rpc_transport: 'json-rpc',
      host: 'localhost',
      my_ip: '127.0.0.1',
      log_file: `${folder}/ironic.log`,
      state_path: `${folder}/state`,
      tempdir: `${folder}/state`,
      enabled_hardware_types: failingBmc ? 'fake-hardware,ipmi' : 'fake-hardware',
      ...Object.fromEntries(
        Object.entries(interfaces).map(([kind, names]) => [`enabled_${kind}_interfaces`, names]),
      ),
      default_inspect_interface: 'inspector',
      default_network_interface: 'noop',
      // or it refuses work on machines with little memory to spare
      minimum_memory_warning_only: 'True',
    },
    api: {
      host_ip: '127.0.0.1',
      port: String(port),
      public_endpoint: url,
      api_workers: '1',
      max_limit: String(conf.pageSize ?? 1000),
    },
    ...(conf.identityUrl === undefined ? {} : { keystone_authtoken: keystoneAuthtoken(conf.identityUrl) }),
    json_rpc: { auth_strategy: 'noauth', host_ip: '127.0.0.1', port: String(rpcPort) },
    database: { connection: `sqlite:///${folder}/ironic.sqlite` },
    conductor: { automated_clean: 'False', sync_power_state_interval: '-1', heartbeat_interval: '10' },
    dhcp: { dhcp_provider: 'none' },
    fake: { power_delay: String(powerDelay) },
    ipmi: { command_retry_timeout: '2', min_command_interval: '1' },
    inspector: {
      auth_type: 'none',
      endpoint_override: conf.inspectorUrl ?? 'http://127.0.0.1:5050',
      status_check_period: '1',
      power_off: 'True',
    },
    service_catalog: { auth_type: 'none', endpoint_override: url },
    ...Object.fromEntries(
      ['neutron', 'glance', 'swift', 'cinder', 'nova'].map((group) => [group, { auth_type: 'none' }]),
    ),
    oslo_messaging_notifications: { driver: 'noop' },
    oslo_concurrency: { lock_path: `${folder}/lock` },
    oslo_policy: { enforce_scope: 'False', enforce_new_defaults: 'False' },
  });
}

/** How it asks about tokens: as a user that each Keystone of the tests has. */
const keystoneAuthtoken = (url: string): Readonly<Record<string, string>> => ({
  auth_type: 'password',
  auth_url: url,
  www_authenticate_uri: url,
  username: 'ironic-inspector',
  password: 'inspectorpw',
  project_name: 'service',
  user_domain_id: 'default',
  project_domain_id: 'default',
});

/** Writes groups of options as an INI file. */
export function ini(groups: Readonly<Record<string, Readonly<Record<string, string>>>>): string {
  return Object.entries(groups)
    .map(([group, options]) =>
      [`[${group}]`, ...Object.entries(options).map(([name, value]) => `${name} = ${value}`), ''].join('\n'),
    )
    .join('\n');
}
