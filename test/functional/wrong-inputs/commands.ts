import type { WrongInput } from './wrong-input.js';

const RULE = '{"conditions": [], "actions": [{"action": "fail", "message": "no"}]}';

/** Commands with the wrong file, server or node. */
export const COMMANDS: readonly WrongInput[] = [
  {
    name: 'the import of a binary',
    files: { 'old.conf': Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 10, 61]) },
    words: 'config import old.conf -o new.mjs',
    said: ['INSP_FILE_FAILED: Cannot read options from old.conf: it is no text'],
  },
  {
    name: 'the import of something else',
    files: { 'old.conf': ['{"listenPort":', '5050}'] },
    words: 'config import old.conf -o new.mjs',
    said: ['old.conf is no ironic-inspector.conf', 'neither a [group] nor a setting'],
  },
  {
    name: 'the import of values of the wrong type',
    files: {
      'old.conf': [
        '[DEFAULT]',
        'timeout = abc',
        '[processing]',
        'add_ports = some',
        'power_off = perhaps',
        '[ironic]',
        'max_retries = many',
      ],
    },
    words: 'config import old.conf -o new.mjs',
    said: [
      'INSP_CONFIG_INVALID: old.conf has values that no option takes',
      'line 2: [DEFAULT]timeout must be integer',
      'line 4: [processing]add_ports must be one of all, active, pxe, disabled',
      'line 5: [processing]power_off must be boolean',
      'line 7: [ironic]max_retries must be integer',
    ],
  },
  {
    name: 'an import into a file that cannot be a configuration',
    files: { 'old.conf': '[DEFAULT]\ntimeout = 5\n' },
    words: 'config import old.conf -o new.toml',
    said: ['new.toml cannot be a configuration', '.mjs', '.json', '.yaml'],
  },
  {
    name: 'an upgrade of the database although the API would listen for everybody',
    files: { 'inspector.config.yaml': ['listenAddress: "::"', 'useSsl: true'] },
    words: 'dbsync upgrade',
    status: 0,
    said: ['Upgraded <base>'],
  },
  {
    name: 'an upgrade of the database without the password of Ironic',
    files: { 'inspector.config.yaml': 'requiredEnvironment: [INSPECTOR_IRONIC__PASSWORD]' },
    words: 'dbsync upgrade',
    status: 0,
    said: ['Upgraded <base>'],
  },
  {
    name: 'an upgrade of the database without its URL',
    files: { 'inspector.config.yaml': 'requiredEnvironment: [INSPECTOR_DATABASE__CONNECTION]' },
    words: 'dbsync upgrade',
    said: ['INSPECTOR_DATABASE__CONNECTION is not set in the environment'],
  },
  {
    name: 'rules in two files, the second one wrong',
    files: { 'a.json': RULE, 'b.yaml': ['- actions: []', '  condition: []'] },
    words: 'rule import a.json b.yaml --url {inspector}',
    said: ['b.yaml, rule 1 (line 1)', 'condition'],
  },
  {
    name: 'rules in two files, a condition of the second one unknown to the service',
    files: {
      'a.json': RULE,
      'b.json':
        '{"conditions": [{"op": "nope", "field": "a"}], "actions": [{"action": "fail", "message": "x"}]}',
    },
    words: 'rule import a.json b.json --url {inspector}',
    said: ['b.json, rule 1', 'nope'],
  },
  {
    name: 'rules from a binary',
    files: { 'rules.yaml': Buffer.from([0, 1, 2, 3, 0xff, 0xfe, 0]) },
    words: 'rule import rules.yaml --url {inspector}',
    said: ['INSP_FILE_FAILED: Cannot read rules from rules.yaml: it is no text'],
  },
  {
    name: 'nobody at the address',
    words: 'introspection list --url http://127.0.0.1:{closed}',
    said: ['http://127.0.0.1:{closed}', 'ECONNREFUSED', 'inspector serve', 'INSPECTOR_URL'],
  },
  {
    name: 'HTTPS where HTTP is spoken',
    words: 'introspection list --url https://127.0.0.1:{inspectorPort}',
    said: ['https://127.0.0.1:{inspectorPort}: it does not speak HTTPS. Write http:// in its URL'],
  },
  {
    name: 'HTTP where HTTPS is spoken',
    words: 'introspection list --url http://127.0.0.1:{tlsPort}',
    said: ['http://127.0.0.1:{tlsPort}', 'If it speaks HTTPS, write https:// in its URL'],
  },
  {
    name: 'HTTPS with a certificate that is not trusted',
    words: 'introspection list --url https://127.0.0.1:{tlsPort}',
    said: ['https://127.0.0.1:{tlsPort}', 'its certificate is not trusted', 'NODE_EXTRA_CA_CERTS'],
  },
  {
    name: 'the address of Ironic',
    words: 'introspection list --url {ironic}',
    said: ['The server at {ironic} is not Inspector: it does not know the API (status 404)'],
  },
  {
    name: 'the address of a web site',
    words: 'introspection list --url http://127.0.0.1:{pagePort}',
    said: ['The server at http://127.0.0.1:{pagePort} is not Inspector: it sent a web page'],
  },
  {
    name: 'a list from a service that sends other JSON',
    words: 'rule list --url http://127.0.0.1:{jsonPort}',
    said: ['The server at http://127.0.0.1:{jsonPort} is not Inspector: it sent JSON without "rules"'],
  },
  {
    name: 'a status from a service that sends other JSON',
    words: 'introspection status a --url http://127.0.0.1:{jsonPort}',
    said: ['is not Inspector: it sent JSON without "uuid"'],
  },
  {
    name: 'a list of nothing from a service that sends other JSON',
    words: 'introspection list --url http://127.0.0.1:{jsonPort}',
    said: ['is not Inspector: it sent JSON without "introspection"'],
  },
  {
    name: 'the abort of what is over',
    words: 'introspection abort {finished} --url {inspector}',
    status: 0,
    said: ['{finished}: nothing to abort: its introspection is over (finished)'],
  },
  {
    name: 'the abort of what never began',
    words: 'introspection abort {never} --url {inspector}',
    said: ['{never}', 'Could not find'],
  },
  {
    name: 'a node nobody knows',
    words: 'introspection start no-such-node --url {inspector}',
    said: ['Node no-such-node was not found'],
  },
  {
    name: 'a limit that is no number',
    words: 'introspection list --limit many --url {inspector}',
    status: 2,
    said: ["'many' is invalid", 'a whole number above 0'],
  },
  {
    name: 'a MAC address that is none',
    words: 'pxe-filter status 52:54:00 --url {inspector}',
    said: ['52:54:00'],
  },
  {
    name: 'an import into a folder that is not there',
    files: { 'old.conf': ['[DEFAULT]', 'timeout = 5'] },
    words: 'config import old.conf -o {folder}/absent/new.mjs',
    said: [
      'INSP_FILE_FAILED: Cannot write {folder}/absent/new.mjs: the folder {folder}/absent does not exist',
    ],
  },
  {
    name: 'an import over a file that is there',
    files: { 'old.conf': ['[DEFAULT]', 'timeout = 5'], 'new.mjs': 'export default {};' },
    words: 'config import old.conf -o new.mjs',
    said: ['{folder}/new.mjs: it exists already; add --force'],
  },
  {
    name: 'a rule whose UUID is none',
    files: { 'r.json': RULE.replace('{', '{"uuid": "nope", ') },
    words: 'rule import r.json --url {inspector}',
    said: ['r.json, rule 1: Invalid UUID value'],
  },
  {
    name: 'two rules with one UUID',
    files: {
      'r.yaml': [
        '- &rule { uuid: 11111111-2222-4333-8444-555555555555, conditions: [], actions: [{ action: example }] }',
        '- *rule',
      ],
    },
    words: 'rule import r.yaml --url {inspector}',
    said: ['11111111-2222-4333-8444-555555555555 is given to more than one', 'r.yaml, rule 2 (line 2)'],
  },
  {
    name: 'a rule with half a regular expression',
    files: {
      'r.json':
        '{"conditions": [{"op": "matches", "field": "a", "value": "(x"}], "actions": [{"action": "example"}]}',
    },
    words: 'rule import r.json --url {inspector}',
    said: ['r.json, rule 1: Invalid parameters for operator matches', 'missing closing )\n'],
  },
  {
    name: 'a rule with a misspelt action',
    files: {
      'r.json': '{"conditions": [], "actions": [{"action": "set-atribute", "path": "/x", "value": 1}]}',
    },
    words: 'rule import r.json --url {inspector}',
    said: ['r.json, rule 1', '"set-atribute"', 'set-attribute'],
  },
  {
    name: 'a rule whose action lacks its message',
    files: { 'r.json': '{"conditions": [], "actions": [{"action": "fail"}]}' },
    words: 'rule import r.json --url {inspector}',
    said: ['r.json, rule 1: Invalid parameters for action fail: missing required parameter(s): message'],
  },
  {
    name: 'an empty file of rules',
    files: { 'r.yaml': '' },
    words: 'rule import r.yaml --url {inspector}',
    said: ['Cannot read rules from r.yaml: it is empty'],
  },
  {
    name: 'data to reapply that are a list',
    files: { 'd.json': '[]' },
    words: 'introspection reapply {finished} --data d.json --url {inspector}',
    said: ['Cannot use d.json as introspection data: it is no JSON object'],
  },
  {
    name: 'a password in the address',
    words: 'introspection list --url http://u:p@127.0.0.1:{closed}',
    status: 2,
    said: ['Put user name and password into INSPECTOR_USERNAME and INSPECTOR_PASSWORD'],
  },
  {
    name: 'an upgrade to a revision that is none',
    words: 'dbsync upgrade --revision nope',
    said: ["Can't locate revision identified by 'nope'", 'inspector dbsync history'],
  },
  {
    name: 'a plugin nobody knows',
    words: 'plugins info nope',
    said: ['INSP_PLUGIN_NOT_INSTALLED', '"nope"'],
  },
  {
    name: 'a demonstration without machines',
    words: 'demo --nodes 0',
    status: 2,
    said: ["'0' is invalid", 'a whole number from 1 to 1000'],
  },
];
