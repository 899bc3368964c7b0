import { yaml, type WrongInput } from './wrong-input.js';

/** Files, databases and addresses that are not as the configuration says. */
export const SURROUNDINGS: readonly WrongInput[] = [
  {
    name: 'a database of another kind',
    files: yaml('database:', '  connection: oracle://h/d'),
    said: ['INSP_DB_BAD_URL', '"oracle"', 'database.connection'],
  },
  {
    name: 'a database server that is down',
    files: yaml('database:', '  connection: mysql://u:geheim@127.0.0.1:{closed}/inspector'),
    said: ['INSP_DB_UNREACHABLE', 'mysql://u@127.0.0.1:{closed}/inspector', 'correct database.connection'],
  },
  {
    name: 'a database that does not exist',
    files: yaml('database:', '  connection: sqlite:///other.sqlite'),
    said: ['INSP_DB_NOT_UPGRADED', '{folder}/other.sqlite', 'inspector dbsync upgrade'],
  },
  {
    name: 'a database that is none',
    files: { ...yaml('database:', '  connection: sqlite:///notes.txt'), 'notes.txt': 'x'.repeat(2000) },
    said: ['{folder}/notes.txt', 'not a database'],
  },
  {
    name: 'a database that is a folder',
    files: yaml('database:', '  connection: sqlite:///{folder}'),
    said: ['INSP_DB_UNREACHABLE', '{folder}'],
  },
  {
    name: 'a database of a newer version',
    files: yaml('database:', '  connection: sqlite:///{newer}'),
    said: ['INSP_DB_UNKNOWN_REVISION', 'A newer version'],
  },
  {
    name: 'certificate and key that are not there',
    files: yaml('useSsl: true', 'ssl:', '  certFile: /nowhere/c.pem', '  keyFile: /nowhere/k.pem'),
    said: ['ssl.certFile: /nowhere/c.pem', 'ssl.keyFile: /nowhere/k.pem', '2 problems'],
  },
  {
    name: 'a certificate that is none',
    files: {
      ...yaml('useSsl: true', 'ssl:', '  certFile: {folder}/c.pem', '  keyFile: {folder}/c.pem'),
      'c.pem': 'nothing',
    },
    said: ['INSP_CONFIG_INVALID: TLS: `ssl.certFile` cannot be used', 'c.pem holds no certificate'],
  },
  {
    name: 'mistakes in the file of users and in the policy',
    files: {
      ...yaml('authStrategy: http_basic', 'httpBasicAuthUserFile: users', 'httpBasicRoles: { me: admin }'),
      users: 'me:plain',
      'policy.yaml': 'introspection:start: role:a role:b',
    },
    said: ['INSP_USER_FILE_INVALID', 'users:1', 'INSP_POLICY_INVALID', 'policy.yaml:1', '2 problems'],
  },
  {
    name: 'a port that another program has',
    files: yaml('listenPort: {pagePort}'),
    said: ['INSP_LISTEN_FAILED', '127.0.0.1 port {pagePort}', 'EADDRINUSE', 'listenPort'],
  },
  {
    name: 'a port that a service of Inspector has',
    files: yaml('listenPort: {inspectorPort}'),
    status: 0,
    said: ['Note: A service of Inspector listens on 127.0.0.1 port {inspectorPort} now'],
  },
  {
    name: 'an address that this machine does not have',
    files: yaml('listenAddress: 192.0.2.1', 'allowUnauthenticated: true'),
    said: ['INSP_LISTEN_FAILED', '192.0.2.1', 'EADDRNOTAVAIL', 'listenAddress'],
  },
  {
    name: 'a socket in a folder that is not there',
    files: yaml('listenUnixSocket: /nowhere/api.sock'),
    said: ['listenUnixSocket: ', 'the folder /nowhere does not exist'],
  },
  {
    name: 'a socket where a file is',
    files: { ...yaml('listenUnixSocket: {folder}/api.sock'), 'api.sock': 'mine' },
    said: ['listenUnixSocket: ', '{folder}/api.sock is there, and no socket'],
  },
  {
    name: 'a folder of logs that is a file',
    files: { ...yaml('processing:', '  ramdiskLogsDir: {folder}/logs'), logs: '' },
    status: 0,
    said: ['Note: processing.ramdiskLogsDir: logs of ramdisks would be lost: {folder}/logs is no folder'],
  },
  {
    name: 'a hosts directory that does not exist',
    files: yaml('pxeFilter:', '  driver: dnsmasq', 'dnsmasqPxeFilter:', '  dhcpHostsdir: /nowhere/hosts'),
    said: ['INSP_PXE_FILTER_FAILED', 'dnsmasqPxeFilter.dhcpHostsdir', 'The folder /nowhere/hosts must exist'],
  },
  {
    name: 'a start with a hosts directory that does not exist',
    files: yaml(
      'pxeFilter:',
      '  driver: dnsmasq',
      'dnsmasqPxeFilter:',
      '  dhcpHostsdir: /nowhere/hosts',
      'ironic:',
      '  endpointOverride: "{ironic}"',
    ),
    words: 'serve',
    said: ['INSP_PXE_FILTER_FAILED', 'The folder /nowhere/hosts must exist', 'inspector config validate'],
  },
  {
    name: 'everything at once',
    files: yaml(
      'listenAddress: 0.0.0.0',
      'listenPort: {pagePort}',
      'timeout: soon',
      'useSsl: true',
      'ssl: { certFile: /nowhere/c.pem, keyFile: /nowhere/k.pem }',
      'processing: { storeData: swift, processingHooks: nope }',
      'ironic: { endpointOverride: nowhere }',
      'database: { connection: "sqlite:///other.sqlite" }',
    ),
    said: [
      'timeout: must be an integer',
      'INSP_CONFIG_UNSAFE',
      '"nope"',
      'ironic.endpointOverride',
      'swift.authUrl',
      'ssl.certFile',
      'ssl.keyFile',
      'other.sqlite',
      'port {pagePort}',
      '9 problems stop the start. Configuration: {folder}/inspector.config.yaml',
    ],
  },
  {
    name: 'a database whose password has an @',
    files: yaml('database:', '  connection: mysql://u:x@geheim@127.0.0.1/inspector'),
    said: ['INSP_DB_BAD_URL', 'more than one `@`; write %40 for one in user or password'],
  },
  {
    name: 'a database without a name',
    files: yaml('database:', '  connection: mysql://127.0.0.1'),
    said: ['INSP_DB_BAD_URL', 'names no database', 'in database.connection'],
  },
  {
    name: 'a database that is only a path',
    files: yaml('database:', '  connection: /var/lib/inspector.sqlite'),
    said: ['INSP_DB_BAD_URL', 'has no `://`', 'sqlite:////absolute/path'],
  },
  {
    name: 'a database file behind two slashes',
    files: yaml('database:', '  connection: sqlite://inspector.sqlite'),
    said: ['INSP_DB_BAD_URL', 'two slashes where a file needs three or four'],
  },
];

/** Files of configuration that cannot be read. */
export const UNREADABLE: readonly WrongInput[] = [
  {
    name: 'JSON with a comma too many',
    files: { 'inspector.config.json': ['{', '  "debug": true,', '}'] },
    said: ['{folder}/inspector.config.json: line 3, column 1', 'no comma before a closing brace'],
  },
  {
    name: 'JSON with comments',
    files: { 'inspector.config.json': ['{', '  // here', '}'] },
    said: ['{folder}/inspector.config.json: line 2, column 3', 'no comments'],
  },
  {
    name: 'YAML with tabs',
    files: { 'inspector.config.yaml': ['processing:', '\taddPorts: all'] },
    said: ['{folder}/inspector.config.yaml: line 2, column 1'],
  },
  {
    name: 'a mistake in JavaScript',
    files: { 'inspector.config.mjs': ['export default {', '  debug: true', '  timeout: 5', '};'] },
    said: ['{folder}/inspector.config.mjs: line 3, column 3'],
  },
  {
    name: 'JavaScript that exports nothing',
    files: { 'inspector.config.mjs': 'export const config = {};' },
    said: ['{folder}/inspector.config.mjs: it has no default export'],
  },
  {
    name: 'a list instead of options',
    files: { 'inspector.config.json': '[]' },
    said: ['{folder}/inspector.config.json does not hold an object of options'],
  },
  {
    name: 'a file in UTF-16',
    files: { 'inspector.config.json': Buffer.from('\uFEFF{"debug": true}', 'utf16le') },
    said: ['inspector.config.json', 'not written in UTF-8'],
  },
  {
    name: 'a file of a kind that is not read',
    files: { 'c.toml': 'debug = true' },
    words: '--config c.toml config validate',
    said: ['{folder}/c.toml: its name must end in .js, .mjs, .cjs, .json'],
  },
  {
    name: 'a file that is not there',
    words: '--config none.json config validate',
    said: ['There is no configuration file {folder}/none.json'],
  },
  {
    name: 'an inventory backend that is not installed',
    files: { 'c.json': '{"inventory": {"backend": "tablet"}}' },
    words: '--config c.json config validate',
    said: ['"tablet"', 'inventory.backend'],
  },
  {
    name: 'a condition of a generated group that nobody has',
    files: { 'c.json': '{"inventory": {"generate": {"groups": {"large": [{"op": "x", "field": "y"}]}}}}' },
    words: '--config c.json config validate',
    said: ['inventory.generate.groups.large'],
  },
  {
    name: 'a second file that is not used',
    files: { 'inspector.config.json': '{}', 'inspector.config.yaml': 'debug: true' },
    status: 0,
    said: [
      'Note: {folder}/inspector.config.yaml is ignored',
      '{folder}/inspector.config.json is used instead',
    ],
  },
  {
    name: 'options in package.json that are none',
    files: { 'package.json': '{"inspector": {"port": 1}}' },
    said: ['in {folder}/package.json', 'port: is not an option'],
  },
  {
    name: 'two documents in one file',
    files: yaml('timeout: 5', '---', 'timeout: 6'),
    said: ['{folder}/inspector.config.yaml: line 2, column 1: a second document begins (---)'],
  },
  {
    name: 'an option that is there twice',
    files: yaml('timeout: 5', 'timeout: 6'),
    said: ['{folder}/inspector.config.yaml: line 2, column 1: this key was there before'],
  },
  {
    name: 'a sentence instead of options',
    files: yaml('timeout 5'),
    said: [
      '{folder}/inspector.config.yaml does not hold an object of options',
      'for instance: listenPort: 5050',
    ],
  },
  {
    name: 'JavaScript that fails',
    files: { 'inspector.config.mjs': 'throw new Error("boom");' },
    said: ['Cannot read {folder}/inspector.config.mjs: line 1, column 7: boom'],
  },
  {
    name: 'JavaScript that imports what is not installed',
    files: { 'inspector.config.mjs': 'import x from "nope";\nexport default { x };' },
    said: ['{folder}/inspector.config.mjs', "Cannot find package 'nope'"],
  },
  {
    name: 'a folder',
    words: '--config {folder} config validate',
    said: ['Cannot read {folder}: ', 'it is a folder, not a file', '--config FILE'],
  },
  {
    name: 'a file with nothing in it',
    files: { 'inspector.config.json': '' },
    status: 0,
    said: ['The configuration is valid ({folder}/inspector.config.json)'],
  },
  {
    name: 'a file with comments only',
    files: yaml('# listenPort: 5050'),
    status: 0,
    said: ['The configuration is valid ({folder}/inspector.config.yaml)'],
  },
];
