// Who may import whom: the picture in docs/reference/rooms.md as rules. `npm run lint` checks them, type imports included.
import { fileURLToPath } from 'node:url';

/** Rooms of core/src, and the other rooms whose files each may import. A new room needs a line here. */
export const ROOMS = {
  // Plain values and services that know nothing of introspection.
  access: ['config', 'log', 'metrics', 'tasks'],
  // What is printed of inventories, and what people remove from them.
  ansible: [],
  // What is different in the hardware of a machine: no input and no output.
  difference: [],
  errors: [],
  json: [],
  log: [],
  metrics: ['tasks'],
  node: [],
  reports: ['json'],
  schemas: [],
  tasks: [],
  config: ['json', 'schemas'],

  db: ['config', 'json', 'log', 'tasks'],
  // What is kept of an introspection that is over: taking it down, packing it, reading it again.
  history: ['db', 'difference', 'json', 'node'],
  // What machines are, in a few words: conditions about them, and finding those that meet one.
  machines: ['db'],
  // Following the table of events, in memory or with a place in the database.
  events: ['db', 'log', 'tasks'],
  introspection: ['db', 'history', 'json', 'log', 'node', 'tasks'],
  'plugin-host': ['config', 'log', 'metrics', 'reports', 'schemas', 'tasks'],
  hooks: ['db', 'errors', 'introspection', 'log', 'metrics', 'node', 'plugin-host', 'tasks'],
  'pxe-filter': ['config', 'db', 'introspection', 'log', 'metrics', 'reports', 'tasks'],
  storage: ['log'],
  inventory: ['log'],
  // The form of rules before they are stored, for the service and for commands.
  'rule-form': ['config'],
  rules: ['db', 'json', 'log', 'metrics', 'node', 'rule-form', 'tasks'],

  // Introspected nodes as an inventory: no input and no output.
  generation: ['ansible', 'config', 'reports', 'rules'],

  // Hooks, rules, filter and storage are handed to the conductor: of the rooms that make them it knows the types.
  conductor: [
    'config',
    'db',
    'errors',
    'history',
    'hooks',
    'introspection',
    'json',
    'log',
    'metrics',
    'node',
    'reports',
    'rules',
    'tasks',
  ],
  // Why a node stands where it does: facts that others have, and what follows from them.
  diagnosis: ['conductor', 'config', 'db', 'history', 'json', 'node', 'reports', 'tasks'],
  // The Conductor on a wire: knows its interface, like the API.
  rpc: ['conductor', 'errors', 'log', 'node', 'reports', 'tasks'],
  // Reads the database and asks the Conductor; never touches hooks, filters, plugins or the bare metal service.
  api: [
    'access',
    'conductor',
    'config',
    'db',
    'diagnosis',
    'difference',
    'errors',
    'events',
    'history',
    'inventory',
    'json',
    'log',
    'machines',
    'metrics',
    'node',
    'reports',
    'rules',
    'tasks',
  ],
  // Puts the parts together: the only room that knows all of them.
  server: [
    'access',
    'api',
    'conductor',
    'config',
    'db',
    'diagnosis',
    'errors',
    'events',
    'generation',
    'hooks',
    'introspection',
    'inventory',
    'json',
    'log',
    'metrics',
    'node',
    'plugin-host',
    'pxe-filter',
    'reports',
    'rpc',
    'rules',
    'storage',
    'tasks',
  ],
  // Commands: most talk to a server through the client, some work on the configuration, the database or the plugins.
  cli: [
    'access',
    'ansible',
    'config',
    'db',
    'generation',
    'inventory',
    'json',
    'log',
    'machines',
    'metrics',
    'plugin-host',
    'reports',
    'rule-form',
    'server',
    'storage',
    'tasks',
  ],
};

const anyOf = (names) => `(${names.join('|')})`;

/** Everything below one of these folders; `@inspector` is every package of ours that is not built yet. */
const packages = (names) => `^${anyOf(names)}/`;

const roomRules = Object.entries(ROOMS).map(([room, others]) => ({
  name: `room-${room}`,
  severity: 'error',
  comment:
    `core/src/${room} may import ${others.length === 0 ? 'no other room' : others.join(', ')}. ` +
    'Move what is shared to a room below both, or hand it over where the service is put together (server/).',
  from: { path: `^core/src/${room}/` },
  to: { path: '^core/src/', pathNot: `^core/src/${anyOf([room, ...others])}/` },
}));

const doorRules = [
  {
    name: 'door-of-the-database',
    severity: 'error',
    comment:
      'Repositories are handed over by the server; everybody else needs their types and the times they store. ' +
      'What opens connections or speaks SQL is for the server and for commands.',
    from: { path: '^core/src/', pathNot: '^core/src/(db|server|cli)/' },
    to: { path: '^core/src/db/', pathNot: '^core/src/db/(types|timestamp)\\.ts$' },
  },
  {
    name: 'door-for-the-api',
    severity: 'error',
    comment:
      'The Conductor may run in another process, so the API knows its interface and nothing behind it. The same holds ' +
      'for the rules.',
    from: { path: '^core/src/api/' },
    to: { path: '^core/src/(conductor|rules)/', pathNot: '^core/src/[^/]+/types\\.ts$' },
  },
  {
    name: 'door-for-rpc',
    severity: 'error',
    comment:
      'What is on the wire is the interface of the Conductor; nothing behind it is known on the other side.',
    from: { path: '^core/src/rpc/' },
    to: { path: '^core/src/conductor/', pathNot: '^core/src/[^/]+/types\\.ts$' },
  },
  {
    name: 'door-for-the-conductor',
    severity: 'error',
    comment: 'What hooks and rules do is handed over by the server; the conductor knows their types.',
    from: { path: '^core/src/conductor/' },
    to: { path: '^core/src/(hooks|rules)/', pathNot: '^core/src/(hooks|rules)/types\\.ts$' },
  },
  {
    name: 'room-unknown',
    severity: 'error',
    comment:
      'A room nobody has described: add it to ROOMS in .dependency-cruiser.mjs, with what it may import.',
    from: { path: '^core/src/[^/]+/', pathNot: `^core/src/${anyOf(Object.keys(ROOMS))}/` },
    to: {},
  },
];

const packageRules = [
  {
    name: 'core-imports-no-plugin',
    severity: 'error',
    comment:
      'A plugin of ours is found in node_modules exactly as one of a stranger is. Core may import the contract ' +
      '(plugin-api) and the client.',
    from: { path: '^core/src/', pathNot: '^core/src/cli/demo/' },
    to: { path: packages(['plugins', 'test', '@inspector']), pathNot: '^plugins/plugin-api/' },
  },
  {
    name: 'demo-imports-no-plugin',
    severity: 'error',
    comment:
      'The demonstration brings its own bare metal service, the simulator, and finds plugins like the service.',
    from: { path: '^core/src/cli/demo/' },
    to: {
      path: packages(['plugins', 'test', '@inspector']),
      pathNot: '^(plugins/plugin-api|test/simulator)/',
    },
  },
  {
    name: 'plugin-imports-contract-only',
    severity: 'error',
    comment:
      'A plugin is installed on its own: it may import @inspector/plugin-api, and nothing of core or of other plugins.',
    from: { path: '^plugins/([^/]+)/src/' },
    to: {
      path: packages(['core', 'client', 'plugins', 'test', '@inspector']),
      pathNot: '^plugins/($1|plugin-api)/',
    },
  },
  {
    name: 'plugin-api-stays-light',
    severity: 'error',
    comment:
      'Authors install plugin-api to write a hook: it compiles nothing and brings no server and no database driver.',
    from: { path: '^plugins/plugin-api/src/' },
    to: { path: '(^|/)(sqlite3|sequelize|umzug|pg|mysql2|koa|@koa/router|pino|prom-client)(/|$)' },
  },
  {
    name: 'client-stands-alone',
    severity: 'error',
    comment: 'Other programs install the client by itself.',
    from: { path: '^client/src/' },
    to: { path: packages(['core', 'plugins', 'test', '@inspector']) },
  },
  {
    name: 'kit-imports-no-core',
    severity: 'error',
    comment:
      'Authors install the test kit beside plugin-api: it compiles nothing, and so does not bring the service.',
    from: { path: '^test/kit/src/' },
    to: { path: packages(['core', 'client', 'plugins', '@inspector']), pathNot: '^plugins/plugin-api/' },
  },
  {
    name: 'maker-stands-alone',
    severity: 'error',
    comment: 'Authors run the maker of plugins before anything else is installed: it needs nothing but Node.',
    from: { path: '^create/src/' },
    to: { path: packages(['core', 'client', 'plugins', 'test', '@inspector', 'node_modules']) },
  },
  {
    name: 'simulator-stands-alone',
    severity: 'error',
    comment:
      'The fake bare metal service is judged against the real one, and so shares no code with what it tests, except ' +
      'for reading JSON without losing digits.',
    from: { path: '^test/simulator/src/' },
    to: {
      path: packages(['core', 'client', 'plugins', 'test/kit', '@inspector']),
      pathNot: '^plugins/plugin-api/[^/]+/json/',
    },
  },
];

const testRules = [
  {
    name: 'tests-of-core-know-no-plugin',
    severity: 'error',
    comment:
      'Tests of core use fakes of their own, or a plugin as a package; its source may change without core.',
    from: { path: '^core/test/' },
    to: { path: '^(plugins|test|client)/[^/]+/(src|test)/' },
  },
  {
    name: 'tests-of-a-plugin-know-that-plugin',
    severity: 'error',
    comment:
      'A plugin is tested with the test kit, as a stranger tests one. What takes the whole service belongs to ' +
      'test/functional.',
    from: { path: '^plugins/([^/]+)/test/' },
    to: {
      path: packages(['core', 'client', 'plugins', 'test']),
      pathNot: ['^plugins/($1|plugin-api)/', '^test/(kit|simulator)/dist/', '^test/mocha/'],
    },
  },
];

export default {
  forbidden: [
    {
      name: 'no-circle',
      severity: 'error',
      comment:
        'Two files that import each other are one idea in two places; move what they share to a third.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-broken-import',
      severity: 'error',
      comment: 'The file or package is not there. Packages of this repository are found once they are built.',
      from: {},
      to: { couldNotResolve: true },
    },
    ...roomRules,
    ...doorRules,
    ...packageRules,
    ...testRules,
  ],
  options: {
    // Also imports that compiling removes: types are knowledge, too.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: fileURLToPath(new URL('tsconfig.base.json', import.meta.url)) },
    doNotFollow: { path: ['node_modules', '(^|/)dist/'] },
    exclude: { path: ['^test/fixtures/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
