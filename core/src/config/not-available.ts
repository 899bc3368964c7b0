const NO_BROKER = 'there is no message broker';
const OWN_MEMORY = 'every process remembers tokens for itself';
const OLD_KEYSTONE = 'only the API of Keystone v3 is asked; set authUrl, username, password and projectName';
const LOG = 'the log goes to standard error as JSON lines; the program that runs the service keeps it';
const LISTENER = 'the listener has no such limit to set';

/**
 * Options of ironic-inspector that this version does not have, by the path they would have here, each with the
 * reason and what to do instead. A configuration with one of them is refused, and `inspector config import`
 * leaves them out: an option that is accepted does something.
 */
export const NOT_AVAILABLE: Readonly<Record<string, string>> = {
  leaderElectionInterval: 'conductors hear at once when there is no leader any more',
  'mdns.lookupAttempts': 'nobody is looked for by multicast DNS; ramdisks look themselves',
  'database.slaveConnection': 'all queries go to database.connection',
  'database.mysqlSqlMode': 'connections to MySQL and MariaDB are always strict',
  'osloPolicy.policyDefaultRule': 'a rule that names a missing one is refused instead',
  'osloPolicy.enforceScope': 'none of the rules has scope types',
  'osloPolicy.remoteSslVerifyServerCrt':
    'certificates of servers that rules ask are always checked; name their CA in osloPolicy.remoteSslCaCrtFile',
  ...Object.fromEntries(
    [
      ...['memcachedServers', 'memcacheSecurityStrategy', 'memcacheSecretKey', 'memcacheUseAdvancedPool'],
      ...[
        'memcachePoolDeadRetry',
        'memcachePoolMaxsize',
        'memcachePoolUnusedTimeout',
        'memcachePoolConnGetTimeout',
      ],
      ...['memcachePoolSocketTimeout', 'memcacheTlsEnabled', 'cache'],
    ].map((name) => [`keystoneAuthtoken.${name}`, OWN_MEMORY]),
  ),
  ...Object.fromEntries(
    [
      'authVersion',
      'authUri',
      'identityUri',
      'adminUser',
      'adminPassword',
      'adminTenantName',
      'adminToken',
    ].map((name) => [`keystoneAuthtoken.${name}`, OLD_KEYSTONE]),
  ),
  'keystoneAuthtoken.signingDir': 'tokens are not checked with certificates',
  'keystoneAuthtoken.enforceTokenBind': 'a token that is bound to something else is always refused',
  'keystoneAuthtoken.delayAuthDecision': 'public routes never look at tokens',
  'keystoneAuthtoken.httpRequestMaxRetries':
    'a request is sent again once when its connection was closed, and callers get 503 while Keystone is away',
  'keystoneAuthtoken.serviceTokenRolesRequired': 'a service always needs one of serviceTokenRoles',
  transportUrl: NO_BROKER,
  controlExchange: NO_BROKER,
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

/** Groups of ironic-inspector without a counterpart, by their name there. */
export const NOT_AVAILABLE_GROUPS: Readonly<Record<string, string>> = {
  oslo_messaging_rabbit: NO_BROKER,
  oslo_messaging_amqp: NO_BROKER,
  oslo_messaging_kafka: NO_BROKER,
  oslo_messaging_notifications: NO_BROKER,
  oslo_concurrency: 'locks need no directory',
  oslo_middleware: 'forwarding headers are always read; maxBodySize and limits bound bodies',
  service_catalog:
    'the address for ramdisks is part of the boot configuration; the one that is announced by multicast DNS is mdns.url',
  exception: 'it is of use to developers of ironic-inspector only',
};
