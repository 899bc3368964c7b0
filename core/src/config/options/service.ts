import { choice, flag, integer, list, optionalText, table, text } from '../option.js';

/** Options of the reference's `[DEFAULT]`, at the top level of the configuration. */
export const serviceOptions = {
  standalone: flag(
    true,
    'true: one process does everything (`inspector serve`). false: any number of API processes (`inspector api`) and conductors (`inspector conductor`) share a database server and a coordination backend.',
  ),
  host: optionalText(
    'Name of this machine among those that share the work, as operators see it. Default: its host name.',
  ),
  rpcResponseTimeout: integer(
    60,
    'Seconds that an API process waits for a conductor; ten times as long for the data of a ramdisk and for lists of rules.',
    { minimum: 1, maximum: 3600 },
  ),
  listenAddress: text('127.0.0.1', 'Address to bind. `::` binds every IPv4 and IPv6 address.'),
  listenPort: integer(5050, 'Port to bind; 0 picks a free one.', { minimum: 0, maximum: 65535 }),
  listenUnixSocket: optionalText(
    'Path of a unix socket to listen on instead of TCP; removed before binding and at exit.',
  ),
  listenUnixSocketMode: optionalText('Octal mode of that socket, such as `0660`.'),
  continueListen: optionalText(
    'Second address, such as `192.0.2.1:5051`, at which `POST /v1/continue` is served and nothing else: all that the provisioning network needs. Port 0 picks a free one.',
  ),
  trustedProxies: list(
    ['127.0.0.0/8', '::1'],
    'Addresses and networks of proxies in front of the API. Only they may say with `X-Forwarded-*` who asks and how the API is reached; anybody else who says it is not heard. They may open any number of connections.',
  ),
  authStrategy: choice(
    ['noauth', 'http_basic', 'keystone'],
    'noauth',
    'How callers of the API prove who they are: not at all, by a user name and a password of `httpBasicAuthUserFile`, or by a token of Keystone (`keystoneAuthtoken`).',
  ),
  httpBasicAuthUserFile: text(
    '/etc/ironic-inspector/htpasswd',
    'With `http_basic`: users and bcrypt digests of their passwords, as `htpasswd -B` writes them.',
  ),
  httpBasicRoles: table(
    {},
    'With `http_basic`: roles of users, such as `reader` or `admin`, which the policy decides by. Empty: every user may do everything.',
  ),
  allowUnauthenticated: flag(
    false,
    'Confirms `noauth` although the API listens on more than the loopback address.',
  ),
  requiredEnvironment: list(
    [],
    'Environment variables that must be set, or nothing starts. `inspector config import` names those here whose values are secrets.',
  ),
  timeout: integer(3600, 'Seconds until an introspection fails; 0 or less means never.', {
    maximum: 315576000,
  }),
  cleanUpPeriod: integer(
    60,
    'Seconds between clean-ups of timed-out introspections and synchronisations with the bare metal service; 0 disables both.',
    { minimum: 0 },
  ),
  useSsl: flag(false, 'Serve HTTPS with the certificate of the `ssl` group.'),
  maxConcurrency: integer(1000, 'How many background tasks run at the same time.', { minimum: 2 }),
  introspectionDelay: integer(5, 'Seconds between two managed reboots.', { minimum: 0 }),
  ipmiAddressFields: list(
    ['redfish_address', 'ilo_address', 'drac_host', 'drac_address', 'ibmc_address'],
    'Fields of `driver_info` that hold a BMC address, besides `ipmi_address`.',
  ),
  scriptName: text(
    '',
    'Path below which a front end mounts the API, for links; the environment variable `SCRIPT_NAME` sets it too.',
  ),
  apiMaxLimit: integer(1000, 'Most introspections in the answer to one list request.', { minimum: 1 }),
  enableMdns: flag(
    false,
    'Announce the API by multicast DNS (group `mdns`), so that ramdisks with `ipa-inspection-callback-url=mdns` find it.',
  ),
  canManageBoot: flag(true, 'false: start requests must say `manage_boot=false`.'),
  maxBodySize: integer(64 * 1024 * 1024, 'Largest request body in bytes.', { minimum: 1024 }),
  gracefulShutdownTimeout: integer(60, 'Seconds that running work has to end when the service stops.', {
    minimum: 0,
  }),
  debug: flag(false, 'Log debug messages and show the text of unexpected errors to API clients.'),
} as const;
