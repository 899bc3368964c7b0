const NO_SPLIT = 'the service always is one process';
const NO_BROKER = 'there is no message broker';
const NO_KEYSTONE = 'this version does not ask Keystone who callers are';
const NO_REMOTE = 'no rule asks another server';
const LOG = 'the log goes to standard error as JSON lines; the program that runs the service keeps it';
const LISTENER = 'the listener has no such limit to set';

/**
 * Options of ironic-inspector that this version does not have, by the path they would have here, each with the
 * reason and what to do instead. A configuration with one of them is refused, and `inspector config import`
 * leaves them out: an option that is accepted does something.
 */
export const NOT_AVAILABLE: Readonly<Record<string, string>> = {
  standalone: NO_SPLIT,
  host: `${NO_SPLIT} and needs no name among others`,
  leaderElectionInterval: `${NO_SPLIT}, so there is nobody to elect`,
  enableMdns:
    'there is no multicast DNS; name the address of the API in the boot configuration (ipa-inspection-callback-url)',
  'coordination.backendUrl': `${NO_SPLIT} and locks nodes in memory`,
  'database.slaveConnection': 'all queries go to database.connection',
  'database.mysqlSqlMode': 'connections to MySQL and MariaDB are always strict',
  'osloPolicy.policyDefaultRule': 'a rule that names a missing one is refused instead',
  'osloPolicy.enforceScope': 'none of the rules has scope types',
  'osloPolicy.remoteContentType': NO_REMOTE,
  'osloPolicy.remoteSslVerifyServerCrt': NO_REMOTE,
  'osloPolicy.remoteSslCaCrtFile': NO_REMOTE,
  'osloPolicy.remoteSslClientCrtFile': NO_REMOTE,
  'osloPolicy.remoteSslClientKeyFile': NO_REMOTE,
  'osloPolicy.remoteTimeout': NO_REMOTE,
  'ssl.version': 'Node.js decides on TLS versions: TLS 1.2 and newer',
  'ssl.ciphers':
    'Node.js decides on ciphers, and those without forward secrecy are left out; set NODE_OPTIONS=--tls-cipher-list=… to change them',
  transportUrl: NO_BROKER,
  controlExchange: NO_BROKER,
  rpcResponseTimeout: NO_BROKER,
  executorThreadPoolSize: NO_BROKER,
  logFile: LOG,
  logDir: LOG,
  logConfigAppend: LOG,
  logDateFormat: LOG,
  useSyslog: LOG,
  syslogLogFacility: LOG,
  useJournal: LOG,
  useJson: LOG,
  useStderr: LOG,
  watchLogFile: LOG,
  logRotationType: LOG,
  defaultLogLevels: 'there is one level for the whole log; debug: true shows everything',
  tcpKeepidle: LISTENER,
  wsgiKeepAlive: LISTENER,
  wsgiDefaultPoolSize: LISTENER,
  clientSocketTimeout: LISTENER,
  maxHeaderLine: LISTENER,
};

/** Values of options that ironic-inspector knows and this version does not, by the path of the option. */
export const NOT_AVAILABLE_VALUES: Readonly<Record<string, readonly string[]>> = {
  authStrategy: ['keystone'],
};

/** Groups of ironic-inspector without a counterpart, by their name there. */
export const NOT_AVAILABLE_GROUPS: Readonly<Record<string, string>> = {
  oslo_messaging_rabbit: NO_BROKER,
  oslo_messaging_amqp: NO_BROKER,
  oslo_messaging_kafka: NO_BROKER,
  oslo_messaging_notifications: NO_BROKER,
  oslo_concurrency: 'locks need no directory',
  oslo_middleware: 'forwarding headers are always read; maxBodySize and limits bound bodies',
  keystone_authtoken: NO_KEYSTONE,
  service_catalog: 'the address for ramdisks is part of the boot configuration',
  mdns: 'there is no multicast DNS; the address for ramdisks is part of the boot configuration',
  exception: 'it is of use to developers of ironic-inspector only',
};

/** Why a strategy is refused, and what to do. */
export const strategyNotAvailable = (strategy: string): string =>
  `'${strategy}' is not available: this version does not ask Keystone who callers are. Use 'http_basic'. Or let only ` +
  `trusted programs reach the API, or put a proxy that authenticates in front of it, and say 'noauth'`;
