import type { BadPackage } from './site.js';

/** A processing hook that does something when the data ask for it by its name. */
const hook = (id: string, deed: string): readonly [string, string] => [
  id,
  `import { EventEmitter } from 'node:events';
import { connect } from 'node:net';

const soon = () => new Promise((resolve) => setTimeout(resolve, 1));
const misbehave = async (data, node) => { ${deed} };

export default {
  id: '${id}',
  setup: () => ({
    async beforeUpdate(data, node) {
      if (data.misbehave === '${id}') await misbehave(data, node);
    },
  }),
};
`,
];

/** Hooks that let an error escape. Each waits a moment, so that it is noticed while the hook runs. */
export const ESCAPING: BadPackage = {
  name: 'hook-escaping',
  group: 'inspector.hook.processing',
  modules: Object.fromEntries([
    hook('rejects', `Promise.reject(new Error('nobody awaits me')); await soon();`),
    hook(
      'forgets',
      `(async () => { await soon(); throw new TypeError('forgotten'); })(); await soon(); await soon();`,
    ),
    hook('timer', `setTimeout(() => { throw new Error('in a timer'); }, 1); await soon(); await soon();`),
    hook(
      'emitter',
      `setImmediate(() => new EventEmitter().emit('error', new Error('no listener'))); await soon();`,
    ),
    hook('socket', `connect(1, '127.0.0.1'); await new Promise((resolve) => setTimeout(resolve, 50));`),
    hook('quits_later', `setTimeout(() => process.exit(0), 1); await soon(); await soon();`),
    hook('patches_late', `soon().then(() => node.patch([{ op: 'add', path: '/extra/late', value: 1 }]));`),
  ]),
};

/** Hooks that fail at once: they leave something in the data that JSON has no form for, or do what a hook must not do. */
export const FAILING: BadPackage = {
  name: 'hook-failing',
  group: 'inspector.hook.processing',
  modules: Object.fromEntries([
    hook('date', `data.acme = { when: new Date() };`),
    hook('nan', `data.acme = [1, NaN];`),
    hook('map', `data.acme = new Map([['a', 1]]);`),
    hook('cycle', `data.acme = {}; data.acme.self = data.acme;`),
    hook('function', `data.acme = { speed: () => 1 };`),
    hook('quits', `process.exit(0);`),
    hook('type_error', `data.absent.member = 1;`),
    hook('throws_text', `throw 'no rack';`),
    hook('never', `await new Promise(() => undefined);`),
    hook('refused', `node.patch([{ op: 'add', path: '/extra/a/b', value: 1 }]);`),
  ]),
};

/** What each of them is told, beside its name and package. */
export const FAILING_TEXTS: Readonly<Record<string, string>> = {
  date: 'a Date in the data at acme.when',
  nan: 'NaN in the data at acme[1]',
  map: 'a Map in the data at acme',
  cycle: 'an object that contains itself in the data at acme.self',
  function: 'a function in the data at acme.speed',
  quits: '@acme/inspector-hook-failing called process.exit(0)',
  throws_text: 'hook throws_text: no rack',
  never: 'Hook never took longer than 1 seconds',
  refused: 'Hook refused: the bare metal service refuses its change of /extra/a/b',
  type_error: 'hook type_error: Cannot set properties of undefined',
};

/** A hook that lets nothing else run. */
export const STALLING: BadPackage = {
  name: 'hook-stalling',
  group: 'inspector.hook.processing',
  modules: Object.fromEntries([
    hook('endless', `for (;;);`),
    hook('busy', `const end = Date.now() + 1600; while (Date.now() < end);`),
  ]),
};

/** A storage backend whose timer throws after the first data. */
export const STORAGE: BadPackage = {
  name: 'storage-brittle',
  group: 'inspector.storage',
  modules: {
    brittle: `
const stored = new Map();
export default {
  id: 'brittle',
  setup: () => ({
    capabilities: { delete: false, list: false, needsRecord: false, keeps: true },
    async save(uuid, data) {
      stored.set(uuid, data);
      setTimeout(() => { throw new Error('the connection broke'); }, 1);
    },
    get: async (uuid) => stored.get(uuid),
  }),
};
`,
  },
};

/** A rule action that lets an error escape. */
export const ACTION: BadPackage = {
  name: 'rule-escaping',
  group: 'inspector.rule.action',
  modules: {
    'call-home': `
export default {
  id: 'call-home',
  optionalParams: [],
  setup: () => ({
    async apply() {
      (async () => { throw new Error('nobody is at home'); })();
      await new Promise((resolve) => setTimeout(resolve, 1));
    },
  }),
};
`,
  },
};

/** A hook whose module leaves a timer behind. */
export const OPEN: BadPackage = {
  name: 'hook-open',
  group: 'inspector.hook.processing',
  modules: {
    keeps_open: `setInterval(() => undefined, 1000);\nexport default { id: 'keeps_open', setup: () => ({}) };`,
  },
};

/** Hooks whose module does what a module must not do. */
export const AT_IMPORT: BadPackage = {
  name: 'hook-import',
  group: 'inspector.hook.processing',
  modules: {
    exits: `process.exit(0);`,
    breaks: `undefined.rack;`,
    prints: `console.log('hello');\nprocess.stdout.write('again');\nexport default { id: 'prints', setup: () => ({}) };`,
    throws_later: `setTimeout(() => { throw new Error('after the import'); }, 1);\nexport default { id: 'throws_later', setup: () => ({}) };`,
  },
};

/** An action that cannot be set up. */
export const BROKEN_SETUP = `
export default {
  id: 'call-home',
  setup() {
    throw new Error('there is no telephone');
  },
};
`;
