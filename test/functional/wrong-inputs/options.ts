import { yaml, type WrongInput } from './wrong-input.js';

const IN_FILE = 'in {folder}/inspector.config.yaml';

/** Options of the service and of plugins. */
export const OPTIONS: readonly WrongInput[] = [
  {
    name: 'a number that is a text',
    files: yaml('listenPort: "5050"'),
    said: [IN_FILE, 'listenPort: must be an integer'],
  },
  {
    name: 'an option without a value',
    files: yaml('timeout:'),
    said: [IN_FILE, 'timeout: is empty', 'remove the line'],
  },
  {
    name: 'a choice without a value',
    files: yaml('processing:', '  addPorts:'),
    said: ['processing.addPorts: is empty; give it one of all, active, pxe, disabled, or remove the line'],
  },
  {
    name: 'a group without a value',
    files: yaml('processing:'),
    said: ['processing: is empty', 'remove the line'],
  },
  {
    name: "a plugin's group without a value",
    files: yaml('swift:'),
    said: ['swift: is empty; give it options or remove the line'],
  },
  {
    name: "a plugin's option without a value",
    files: yaml('ironic:', '  timeout:'),
    said: ['ironic.timeout: is empty; give it a value or remove the line'],
  },
  {
    name: 'an item of a list without a value',
    files: yaml('processing:', '  processingHooks:', '    - scheduler', '    -'),
    said: ['processing.processingHooks.1: is empty'],
  },
  {
    name: 'an option nobody knows',
    files: yaml('listenProt: 1'),
    said: [IN_FILE, 'listenProt: is not an option; did you mean listenPort?'],
  },
  {
    name: 'an option spelt as in ironic-inspector.conf',
    files: yaml('processing:', '  store_data: none'),
    said: ['processing.store_data: is not an option; did you mean processing.storeData?'],
  },
  {
    name: 'a group nobody reads',
    files: yaml('swfit:', '  container: x'),
    said: ['swfit', 'did you mean swift?'],
  },
  {
    name: 'a value that is no choice',
    files: yaml('processing:', '  keepPorts: some'),
    said: ['processing.keepPorts: must be one of all, present, added'],
  },
  {
    name: "a plugin's option of the wrong type",
    files: yaml('ironic:', '  timeout: soon'),
    said: ['INSP_PLUGIN_BAD_OPTIONS', 'ironic.timeout: must be', 'Correct ironic in the configuration'],
  },
  {
    name: "a plugin's option nobody knows",
    files: yaml('ironic:', '  endpoint_override: http://127.0.0.1:1'),
    said: [
      'ironic.endpoint_override: is not an option',
      'inspector plugins info @inspector/baremetal-ironic',
    ],
  },
  {
    name: 'an option that is not available here',
    files: yaml('leaderElectionInterval: 10'),
    said: ['leaderElectionInterval: is not available in this version', 'Remove it'],
  },
  {
    name: 'authentication by Keystone that does not say where Keystone is',
    files: yaml('authStrategy: keystone'),
    said: ['keystoneAuthtoken.authUrl: is needed when keystoneAuthtoken.authType is password', 'Set it'],
  },
  {
    name: 'several options of Ironic, Swift and a packet filter at once',
    files: yaml(
      'ironic: { authType: password, endpointOverride: localhost, cafile: /absent/ca.pem, keyfile: /absent/key.pem }',
      'swift: { authType: password }',
      'processing: { storeData: swift }',
      'pxeFilter: { driver: nftables }',
      "iptables: { firewallChain: 'a b', dnsmasqInterface: 'br 0' }",
    ),
    said: [
      'ironic.endpointOverride: "localhost" is not a URL',
      'ironic.cafile: cannot be read',
      'ironic.keyfile: cannot be read',
      'ironic.authUrl: is needed when ironic.authType is password',
      'ironic.password: is needed',
      'ironic.username: is needed',
      'swift.authUrl: is needed',
      'swift.password: is needed',
      "iptables.firewallChain is 'a b'",
      "iptables.dnsmasqInterface is 'br 0'",
    ],
  },
  {
    name: 'an address for everybody without a word of consent',
    files: yaml('listenAddress: 0.0.0.0'),
    said: ['INSP_CONFIG_UNSAFE', '0.0.0.0', 'allowUnauthenticated: true'],
  },
  {
    name: 'ports that are kept as they are never added',
    files: yaml('processing:', '  addPorts: disabled', '  keepPorts: added'),
    said: ['processing.keepPorts', 'change keep_ports to all'],
  },
  {
    name: 'unknown machines both denied and discovered',
    files: yaml(
      'pxeFilter:',
      '  denyUnknownMacs: true',
      'processing:',
      '  nodeNotFoundHook: enroll',
      'discovery:',
      '  enrollNodeDriver: ipmi',
    ),
    said: ['pxeFilter.denyUnknownMacs', 'cannot both be enabled'],
  },
  {
    name: 'a mode that is not octal',
    files: yaml('listenUnixSocketMode: rw'),
    said: ['listenUnixSocketMode: must be an octal mode such as 0660'],
  },
  {
    name: 'HTTPS without a certificate',
    files: yaml('useSsl: true'),
    said: ['useSsl: needs ssl.certFile and ssl.keyFile'],
  },
  {
    name: 'a health check nobody asks for',
    files: yaml('healthcheck:', '  path: health'),
    said: ['healthcheck.path: must begin with /'],
  },
  {
    name: 'a wrong value in the environment',
    env: { LISTEN_PORT: 'x' },
    said: ['listenPort: must be an integer (set by INSPECTOR_LISTEN_PORT)'],
  },
  {
    name: 'a mistyped variable in the environment',
    env: { LISTN_PORT: '1' },
    said: ['did you mean listenPort? (set by INSPECTOR_LISTN_PORT)'],
  },
  {
    name: 'a secret that is not in the environment',
    files: yaml('requiredEnvironment: [INSPECTOR_IRONIC__PASSWORD]'),
    said: [IN_FILE, 'INSPECTOR_IRONIC__PASSWORD is not set in the environment'],
  },
  {
    name: 'a storage backend nobody offers',
    files: yaml('processing:', '  storeData: swft'),
    said: ['"swft"', 'Did you mean "swift"?', 'processing.storeData'],
  },
  {
    name: 'several hooks nobody offers',
    files: yaml('processing:', '  processingHooks: lldp, rack, capabilites'),
    said: [
      'Did you mean "lldp_basic"?',
      'the processing hook "rack"',
      'Did you mean "capabilities"?',
      '3 problems stop the start',
    ],
  },
  {
    name: 'a storage backend without its address',
    files: yaml('processing:', '  storeData: swift'),
    said: ['"swift" of @inspector/storage-swift', 'swift.authUrl'],
  },
  {
    name: 'an address of Ironic without a scheme',
    files: yaml('ironic:', '  endpointOverride: 127.0.0.1:6385'),
    said: ['ironic.endpointOverride: "127.0.0.1:6385" is not a URL. Write it like http://127.0.0.1:6385'],
  },
  {
    name: 'an address of Ironic with a password',
    files: yaml('ironic:', '  endpointOverride: http://u:p@127.0.0.1:6385'),
    said: ['ironic.endpointOverride', 'Credentials go into ironic.username and ironic.password'],
  },
  {
    name: 'a CA of Ironic that is not there',
    files: yaml('ironic:', '  cafile: /nowhere/ca.pem'),
    said: ['ironic.cafile', '/nowhere/ca.pem'],
  },
  {
    name: 'dnsmasq that cannot be told anything',
    files: yaml('pxeFilter:', '  driver: dnsmasq', 'dnsmasqPxeFilter:', '  mode: hostsfile'),
    said: ['dnsmasqPxeFilter.dnsmasqPidFile or dnsmasqPxeFilter.dnsmasqReloadCommand'],
  },
  {
    name: 'a file of accelerators that is not there',
    files: yaml(
      'processing:',
      '  processingHooks: $default_processing_hooks, accelerators',
      'accelerators:',
      '  knownDevices: /nowhere/devices.yaml',
    ),
    said: ['"accelerators"', '/nowhere/devices.yaml'],
  },
  {
    name: 'options of a plugin that is not installed',
    files: yaml('plugins:', '  hook-rack: {}'),
    status: 0,
    said: ['Note: plugins.hook-rack is set, but that plugin is not installed'],
  },
  {
    name: 'a port that is too large',
    files: yaml('listenPort: 70000'),
    said: [IN_FILE, 'listenPort: must be <= 65535'],
  },
  {
    name: 'a time limit of a thousand years',
    files: yaml('timeout: 100000000000'),
    said: ['timeout: must be <= 315576000'],
  },
  {
    name: 'a proxy by its name',
    files: yaml('trustedProxies: localhost'),
    said: ['trustedProxies: must be addresses and networks such as 192.0.2.1', 'not localhost'],
  },
  {
    name: 'a network that is none',
    files: yaml('trustedProxies: [10.0.0.0/99]'),
    said: ['trustedProxies: must be addresses and networks', 'not 10.0.0.0/99'],
  },
  {
    name: 'an address of Keystone without a scheme',
    files: yaml('ironic: { authType: password, authUrl: "keystone:5000/v3", username: a, password: geheim }'),
    said: ['ironic.authUrl: "keystone:5000/v3" is not a URL. Write it like http://192.0.2.1:5000/v3'],
  },
  {
    name: 'an address of Swift without a scheme',
    files: yaml(
      'processing: { storeData: swift }',
      'swift: { authUrl: "http://192.0.2.1/auth", username: a, password: geheim, endpointOverride: "swift:8080" }',
    ),
    said: ['swift.endpointOverride: "swift:8080" is not a URL. Write it like http://'],
  },
  {
    name: 'an address of S3 without a scheme',
    files: yaml(
      'processing: { storeData: s3 }',
      'plugins: { storage-s3: { bucket: b, endpoint: "minio:9000" } }',
    ),
    said: ['.endpoint: "minio:9000" is not a URL. Write it like http://192.0.2.1:9000'],
  },
  {
    name: 'the address of a list of Ironic',
    files: yaml('ironic: { endpointOverride: "http://127.0.0.1:6385/v1/nodes" }'),
    said: ['ironic.endpointOverride', 'leads below the API. End it before or with /v1'],
  },
  {
    name: 'a socket whose path is too long',
    files: yaml(`listenUnixSocket: /tmp/${'x'.repeat(150)}`),
    said: ['listenUnixSocket: must have at most 107 bytes'],
  },
  {
    name: 'a socket in a folder that is not there',
    files: yaml('listenUnixSocket: {folder}/absent/api.sock'),
    said: ['INSP_LISTEN_FAILED', '{folder}/absent does not exist'],
  },
  {
    name: 'a second address that is none',
    files: yaml('continueListen: "5051"'),
    said: ['continueListen: must be an address and a port, such as 192.0.2.1:5051'],
  },
  {
    name: 'passwords without a file of users',
    files: yaml('authStrategy: http_basic', 'httpBasicAuthUserFile: {folder}/users'),
    said: ['INSP_USER_FILE_INVALID', '{folder}/users', 'htpasswd -B -c {folder}/users USER'],
  },
  {
    name: 'a list in the environment that is half JSON',
    env: { PROCESSING__PROCESSING_HOOKS: '["scheduler"' },
    said: ['processing.processingHooks: must be', '(set by INSPECTOR_PROCESSING__PROCESSING_HOOKS)'],
  },
  {
    name: 'a hook that is listed twice',
    files: yaml('processing: { processingHooks: "scheduler, scheduler" }'),
    status: 0,
    said: ['Note: the processing hook "scheduler" is enabled more than once'],
  },
  {
    name: 'a group spelt as in ironic-inspector.conf',
    files: yaml('oslo_policy:', '  policy_file: x'),
    said: ['oslo_policy: is no group', 'did you mean osloPolicy?'],
  },
];
