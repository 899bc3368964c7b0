import { choice, flag, integer, list, optionalText, text } from '../option.js';

/** The `database` group. */
export const databaseOptions = {
  connection: text(
    'sqlite:///ironic_inspector.sqlite',
    'Connection URL: `sqlite:///relative`, `sqlite:////absolute`, `mysql://…`, `postgresql://…`; driver suffixes are ignored.',
    { secret: true },
  ),
  maxPoolSize: integer(5, 'Connections kept open.', { minimum: 1 }),
  maxOverflow: integer(50, 'Connections opened on top of them under load.', { minimum: 0 }),
  connectionRecycleTime: integer(3600, 'Seconds after which an idle connection is replaced.', { minimum: 1 }),
  maxRetries: integer(10, 'Tries to connect at start; -1 means for ever.', { minimum: -1 }),
  retryInterval: integer(10, 'Seconds between them.', { minimum: 0 }),
  dbMaxRetries: integer(
    20,
    'Retries of a statement after a lost connection or a deadlock; -1 means for ever.',
    { minimum: -1 },
  ),
  dbRetryInterval: integer(1, 'Seconds before the first of them; it doubles up to ten.', { minimum: 0 }),
  sqliteSynchronous: flag(
    true,
    'false: sqlite does not wait for the disk; a power cut may lose the last changes.',
  ),
} as const;

/** The `pxeFilter` group. */
export const pxeFilterOptions = {
  driver: text('noop', 'PXE filter driver.'),
  syncPeriod: integer(15, 'Seconds between periodic synchronisations; 0 disables them.', { minimum: 0 }),
  denyUnknownMacs: flag(false, 'Never give a lease to machines the bare metal service does not know.'),
} as const;

/** The `iptables` group; both iptables and nftables filters and the InfiniBand mapping read it. */
export const iptablesOptions = {
  dnsmasqInterface: text('br-ctlplane', 'Network interface the DHCP server listens on.'),
  firewallChain: text('ironic-inspector', 'Name of the chain (or table) that Inspector owns.'),
  ethoibInterfaces: list([], 'Ethernet over InfiniBand interfaces whose neighbours map client ids to MACs.'),
  ipVersion: choice(['4', '6'], '4', 'IP version to filter.'),
} as const;

/** The `coordination` group. */
export const coordinationOptions = {
  driver: text(
    'local',
    'Coordination backend, which locks nodes. `local` is the only one of the project: one service per database.',
  ),
} as const;

/** The `events` group: how long is kept what happened to introspections and the PXE filter. */
export const eventsOptions = {
  keep: integer(100_000, 'Events kept at most, the newest; 0: any number.', { minimum: 0 }),
  days: integer(30, 'Days after which an event is deleted; 0: never because of its age.', { minimum: 0 }),
} as const;

/** The `baremetal` group. */
export const bareMetalOptions = {
  driver: text('ironic', 'Which bare metal service holds the nodes.'),
} as const;

/** The `pluginHost` group: how plugins are found and run. */
export const hostOptions = {
  roots: list(
    [],
    'Folders whose `node_modules` (and those of their parents) are searched. Default: the working directory and the one of core.',
  ),
  timeout: integer(600, 'Seconds a hook may take before the introspection fails.', { minimum: 1 }),
} as const;

/** The `ssl` group. */
export const sslOptions = {
  certFile: optionalText('Certificate chain of the server, PEM.'),
  keyFile: optionalText('Its private key, PEM.'),
  caFile: optionalText('CA certificates; when set, clients must show a certificate signed by one.'),
} as const;

/** What a health check can look at. */
const HEALTH_CHECKS = ['disable_by_file', 'disable_by_files_ports'] as const;

/** The `healthcheck` group. */
export const healthcheckOptions = {
  enabled: flag(false, 'Answer health checks.'),
  path: text('/healthcheck', 'Path of the health check.'),
  detailed: flag(false, 'Show more in the answer.'),
  backends: list([], 'Checks to make: `disable_by_file`, `disable_by_files_ports`.', HEALTH_CHECKS),
  disableByFilePath: optionalText('Unhealthy while this file exists.'),
  disableByFilePaths: list([], '`port:path` pairs: unhealthy on that port while the file exists.'),
} as const;

/** The `cors` group. */
export const corsOptions = {
  allowedOrigin: list([], 'Origins that may read answers in a browser; empty: CORS is off.'),
  allowCredentials: flag(true, 'Let browsers send credentials.'),
  exposeHeaders: list([], 'Headers that pages may read.'),
  maxAge: integer(3600, 'Seconds a preflight answer may be cached.', { minimum: 0 }),
  allowMethods: list(
    ['GET', 'POST', 'PUT', 'HEAD', 'PATCH', 'DELETE', 'OPTIONS'],
    'Methods that pages may use.',
  ),
  allowHeaders: list(
    [
      'X-Auth-Token',
      'X-OpenStack-Ironic-Inspector-API-Minimum-Version',
      'X-OpenStack-Ironic-Inspector-API-Maximum-Version',
      'X-OpenStack-Ironic-Inspector-API-Version',
    ],
    'Headers that pages may send.',
  ),
} as const;
