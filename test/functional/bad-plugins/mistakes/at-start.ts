/** A mistake that keeps a hook from being used. In texts, `ID` is the name of the hook and `PACKAGE` that of its package. */
export interface Mistake {
  readonly title: string;
  /** What the author wrote; the module of a good hook where it is absent. */
  readonly module?: string;
  /** Further files, and other texts of the files there are; undefined: the file is not there. */
  readonly files?: Readonly<Record<string, string | undefined>>;
  /** Keys of package.json. */
  readonly json?: Readonly<Record<string, unknown>>;
  /** Keys of its `inspector`; undefined removes it. */
  readonly manifest?: Readonly<Record<string, unknown>> | null;
  /** Name of the package, where it is not that of a hook. */
  readonly name?: string;
  /** Under which name it is installed, where that is not its own. */
  readonly installedAs?: string;
  readonly code?: string;
  /** What is told besides the name of the package: the file or the member. */
  readonly tells: string;
  /** Part of the last line. */
  readonly repair: string;
  /** It is found when the plugin is set up. */
  readonly atSetUp?: true;
  /** Only the service can find it, because it is about other plugins, too. */
  readonly onlyTogether?: true;
  /** Found where plugins are validated, but told of another place. */
  readonly validateTells?: string;
}

const definition = (members: string, setup = '() => ({ beforeUpdate() {} })'): string =>
  `export default { id: 'ID', ${members} setup: ${setup} };`;
const setUp = (setup: string): string => definition('', setup);
const entryPoints = (file: unknown, group = 'inspector.hook.processing') => ({
  entryPoints: { [group]: { ID: file } },
});

const MANIFEST: readonly Mistake[] = [
  {
    title: 'no key inspector',
    manifest: null,
    code: 'INSP_PLUGIN_NO_MANIFEST',
    tells: 'has no "inspector" key',
    repair: 'Add the key if the package is yours',
  },
  {
    title: 'a misspelt key of the manifest',
    manifest: { entrypoints: {} },
    code: 'INSP_PLUGIN_BAD_MANIFEST',
    tells: 'inspector.entrypoints: is not known',
    repair: 'Correct it in',
  },
  {
    title: 'a group that is none',
    manifest: { entryPoints: { 'inspector.hooks': { ID: './index.js' } } },
    code: 'INSP_PLUGIN_BAD_MANIFEST',
    tells: 'inspector.entryPoints["inspector.hooks"]: is not a group',
    repair: 'Correct it in',
  },
  {
    title: 'no version of the contract',
    manifest: { api: undefined },
    code: 'INSP_PLUGIN_BAD_MANIFEST',
    tells: 'inspector.api: must be a number',
    repair: 'Correct it in',
  },
  {
    title: 'another version of the contract',
    manifest: { api: 7 },
    code: 'INSP_PLUGIN_WRONG_API',
    tells: 'version 7 of the plugin contract',
    repair: 'npm install @inspector/core@latest PACKAGE@latest',
  },
  {
    title: 'an entry point that is a list',
    manifest: entryPoints(['./index.js']),
    code: 'INSP_PLUGIN_BAD_MANIFEST',
    tells: 'must be a text such as "./dist/index.js"',
    repair: 'Correct it in',
  },
  {
    title: 'a file without ./',
    manifest: entryPoints('index.js'),
    code: 'INSP_PLUGIN_BAD_MANIFEST',
    tells: 'the file must begin with "./", for example "./index.js"',
    repair: 'Correct it in',
  },
  {
    title: 'a file that is not there',
    manifest: entryPoints('./dist/index.js'),
    code: 'INSP_PLUGIN_ENTRY_MISSING',
    tells: './dist/index.js is not in',
    repair: 'or build it',
  },
  {
    title: 'a file outside of the package',
    manifest: entryPoints('../outside.js'),
    code: 'INSP_PLUGIN_ENTRY_OUTSIDE',
    tells: '../outside.js, which is outside of the package',
    repair: 'npm uninstall PACKAGE',
  },
  {
    title: 'a group of another kind',
    manifest: {
      entryPoints: {
        'inspector.hook.processing': { ID: './index.js' },
        'inspector.storage': { s: './index.js' },
      },
    },
    code: 'INSP_PLUGIN_WRONG_KIND',
    tells: 'it offers "s" in inspector.storage',
    repair: 'Move that to a package of the right kind',
  },
  {
    title: 'no range of the contract',
    json: { peerDependencies: { '@inspector/core': '^1.0.0' } },
    code: 'INSP_PLUGIN_BAD_CORE_RANGE',
    tells: 'its peerDependencies have no range',
    repair: 'Add "peerDependencies": { "@inspector/plugin-api"',
  },
  {
    title: 'a range that is none',
    json: { peerDependencies: { '@inspector/plugin-api': 'one or two' } },
    code: 'INSP_PLUGIN_BAD_CORE_RANGE',
    tells: '"one or two", which is no range',
    repair: 'Add "peerDependencies"',
  },
  {
    title: 'a range without this version',
    json: { peerDependencies: { '@inspector/plugin-api': '^99.0.0' } },
    code: 'INSP_PLUGIN_WRONG_CORE',
    tells: 'works with @inspector/plugin-api ^99.0.0',
    repair: 'npm install PACKAGE@latest @inspector/core@latest',
  },
  {
    title: 'capitals in its id',
    name: '@acme/inspector-hook-Rack',
    code: 'INSP_PLUGIN_BAD_NAME',
    tells: 'the id in its name, "Rack", is none',
    repair: 'Rename it to inspector-<kind>-<id>',
  },
  {
    title: 'a full stop in its id',
    name: 'inspector-hook-rack.table',
    code: 'INSP_PLUGIN_BAD_NAME',
    tells: 'the id in its name, "rack.table", is none',
    repair: 'Rename it to inspector-<kind>-<id>',
  },
  {
    title: 'a kind that is none',
    name: 'inspector-widget-rack',
    code: 'INSP_PLUGIN_BAD_NAME',
    tells: 'its name does not say which kind of plugin it is',
    repair: 'Rename it to inspector-<kind>-<id>',
  },
  {
    title: 'a name that is no plugin’s',
    name: 'rack-plugin',
    code: 'INSP_PLUGIN_BAD_NAME',
    tells: 'no package of this name is opened',
    validateTells: 'its name does not say which kind of plugin it is',
    repair: 'inspector-hook-<id>',
  },
  {
    title: 'an installation under another name',
    installedAs: 'inspector-hook-alias',
    code: 'INSP_PLUGIN_BAD_NAME',
    tells: 'The package installed as inspector-hook-alias calls itself "PACKAGE"',
    onlyTogether: true,
    repair: 'npm install PACKAGE',
  },
  {
    title: 'a package.json that is no JSON',
    files: { 'package.json': '{ "name": ' },
    code: 'INSP_PLUGIN_UNREADABLE',
    tells: 'The package.json of PACKAGE',
    onlyTogether: true,
    repair: 'npm install PACKAGE',
  },
];

const MODULE: readonly Mistake[] = [
  {
    title: 'no default export',
    module: `export const rack = { id: 'ID', setup: () => ({}) };`,
    code: 'INSP_PLUGIN_NO_EXPORT',
    tells: './index.js of PACKAGE has no default export; it exports rack',
    repair: './index.js#name',
  },
  {
    title: 'an export of another name',
    manifest: entryPoints('./index.js#rack'),
    code: 'INSP_PLUGIN_NO_EXPORT',
    tells: 'has no export "rack"; it exports default',
    repair: 'export "rack"',
  },
  {
    title: 'a module that throws',
    module: `import './table.js';\n${definition('')}`,
    files: { 'table.js': '\n\nundefined.rows;' },
    code: 'INSP_PLUGIN_IMPORT_FAILED',
    tells: 'table.js:3:11)',
    repair: 'take "ID" out of the configuration',
  },
  {
    title: 'a module that throws a text',
    module: `throw 'no table';`,
    code: 'INSP_PLUGIN_IMPORT_FAILED',
    tells: 'no table',
    repair: 'take "ID" out of the configuration',
  },
  {
    title: 'a module that is no JavaScript',
    module: `import './table.js';\n${definition('')}`,
    files: { 'table.js': '\nexport const = 1;' },
    code: 'INSP_PLUGIN_IMPORT_FAILED',
    tells: 'table.js:2)',
    repair: 'take "ID" out of the configuration',
  },
  {
    title: 'an import of what a module does not export',
    module: `import { rows } from './table.js';\n${definition('')}`,
    files: { 'table.js': 'export const row = 1;' },
    code: 'INSP_PLUGIN_IMPORT_FAILED',
    tells: "does not provide an export named 'rows'",
    repair: 'take "ID" out of the configuration',
  },
  {
    title: 'an import of a file that is not there',
    module: `import './table.js';\n${definition('')}`,
    code: 'INSP_PLUGIN_IMPORT_FAILED',
    tells: 'table.js',
    repair: 'take "ID" out of the configuration',
  },
  {
    title: 'an import of a package that is not there',
    module: `import '@acme/rack-tables';\n${definition('')}`,
    code: 'INSP_PLUGIN_DEPENDENCY_MISSING',
    tells: 'the package "@acme/rack-tables" that it imports is not',
    repair: 'npm install @acme/rack-tables. Its author has to declare it in "dependencies".',
  },
  {
    title: 'require in a module of the other kind',
    module: `const path = require('path');\n${definition('')}`,
    code: 'INSP_PLUGIN_IMPORT_FAILED',
    tells: 'index.js:1:14)',
    repair: 'take "ID" out of the configuration',
  },
  {
    title: 'import in a module of the other kind',
    json: { type: 'commonjs' },
    module: `import 'node:path';\n${definition('')}`,
    code: 'INSP_PLUGIN_IMPORT_FAILED',
    tells: 'index.js:1)',
    repair: 'take "ID" out of the configuration',
  },
  {
    title: 'an id that is not the one of the manifest',
    module: `export default { id: 'rock', setup: () => ({}) };`,
    code: 'INSP_PLUGIN_WRONG_SHAPE',
    tells: 'its id is "rock", while the manifest calls it "ID"',
    repair: 'docs/plugins/contracts.md says what a processing hook is',
  },
  {
    title: 'no setup',
    module: `export default { id: 'ID', beforeUpdate() {} };`,
    code: 'INSP_PLUGIN_WRONG_SHAPE',
    tells: 'it has no function "setup"',
    repair: 'docs/plugins/contracts.md',
  },
  {
    title: 'a class for a definition',
    module: `export default class { beforeUpdate() {} }`,
    code: 'INSP_PLUGIN_WRONG_SHAPE',
    tells: 'it is a function',
    repair: 'docs/plugins/contracts.md',
  },
  {
    title: 'depends for dependencies',
    module: definition(`depends: ['lldp_basic'],`),
    code: 'INSP_PLUGIN_WRONG_SHAPE',
    tells: 'nothing reads its member "depends"; did you mean "dependencies"?',
    repair: 'docs/plugins/contracts.md',
  },
  {
    title: 'schema for configSchema',
    module: definition(`schema: {},`),
    code: 'INSP_PLUGIN_WRONG_SHAPE',
    tells: 'did you mean "configSchema"?',
    repair: 'docs/plugins/contracts.md',
  },
  {
    title: 'dependencies that are a text',
    module: definition(`dependencies: 'lldp_basic',`),
    code: 'INSP_PLUGIN_WRONG_SHAPE',
    tells: 'its "dependencies" is not a list of names',
    repair: 'docs/plugins/contracts.md',
  },
  {
    title: 'itself among its dependencies',
    module: definition(`dependencies: ['ID'],`),
    code: 'INSP_PLUGIN_WRONG_SHAPE',
    tells: 'it depends on itself',
    repair: 'docs/plugins/contracts.md',
  },
  {
    title: 'a schema that is a text',
    module: definition(`configSchema: 'object',`),
    code: 'INSP_PLUGIN_WRONG_SHAPE',
    tells: 'its "configSchema" is not an object',
    repair: 'docs/plugins/contracts.md',
  },
  {
    title: 'options that are no object',
    module: definition(`configSchema: { type: 'string' },`),
    code: 'INSP_PLUGIN_BAD_SCHEMA',
    tells: 'has the type "string", but options are an object',
    repair: 'Correct it',
  },
  {
    title: 'an unknown keyword in its schema',
    module: definition(`configSchema: { type: 'object', propertys: {} },`),
    code: 'INSP_PLUGIN_BAD_SCHEMA',
    tells: 'propertys',
    repair: 'Correct it',
  },
  {
    title: 'a pattern that is none in its schema',
    module: definition(
      `configSchema: { type: 'object', additionalProperties: false, properties: { a: { type: 'string', pattern: '(' } } },`,
    ),
    code: 'INSP_PLUGIN_BAD_SCHEMA',
    tells: 'is not a valid JSON Schema',
    repair: 'Correct it',
  },
  {
    title: 'a default that its schema refuses',
    module: definition(
      `configSchema: { type: 'object', additionalProperties: false, properties: { row: { type: 'integer', default: 'one' } } },`,
    ),
    code: 'INSP_PLUGIN_BAD_SCHEMA',
    tells: 'refuses defaults of its own: row must be integer',
    repair: 'Correct it',
  },
  {
    title: 'options that it needs and nobody gave',
    module: definition(
      `configSchema: { type: 'object', additionalProperties: false, properties: { row: { type: 'integer' } }, required: ['row'] },`,
    ),
    atSetUp: true,
    code: 'INSP_PLUGIN_BAD_OPTIONS',
    tells: 'row: is required',
    repair: '"inspector plugins info PACKAGE" shows which options there are',
  },
  {
    title: 'a hook that nobody has installed among its dependencies',
    module: definition(`dependencies: ['tea_time'],`),
    onlyTogether: true,
    code: 'INSP_PLUGIN_DEPENDENCY_ORDER',
    tells: 'tea_time is not installed',
    repair: 'before ID',
  },
  {
    title: 'the name of a hook of the project',
    manifest: { entryPoints: { 'inspector.hook.processing': { lldp_basic: './index.js' } } },
    module: `export default { id: 'lldp_basic', setup: () => ({ beforeUpdate() {} }) };`,
    onlyTogether: true,
    code: 'INSP_PLUGIN_DUPLICATE',
    tells: '"lldp_basic" is offered more than once',
    repair: 'Remove all but one of them',
  },
];

const SET_UP: readonly Mistake[] = [
  {
    title: 'a setup that throws',
    module: setUp(`() => {\n  throw new Error('the table is empty');\n}`),
    code: 'INSP_PLUGIN_SETUP_FAILED',
    tells: 'the table is empty (/',
    repair: 'take "ID" out of processing.processingHooks',
  },
  {
    title: 'a setup that fails with a code of its own',
    module: `import { InspectorError } from '@inspector/plugin-api';\n${setUp(`() => { throw new InspectorError('ACME_NO_TABLE', 'the table is empty'); }`)}`,
    json: { peerDependencies: { '@inspector/plugin-api': '^1.0.0' } },
    code: 'ACME_NO_TABLE',
    tells: 'cannot be set up: the table is empty',
    repair: 'take "ID" out of processing.processingHooks',
  },
  {
    title: 'a setup that returns a number',
    module: setUp('() => 42'),
    code: 'INSP_PLUGIN_WRONG_SHAPE',
    tells: 'it is a number',
    repair: 'docs/plugins/contracts.md',
  },
  {
    title: 'a setup that returns nothing',
    module: setUp('() => { ({ beforeUpdate() {} }); }'),
    code: 'INSP_PLUGIN_WRONG_SHAPE',
    tells: 'it is undefined',
    repair: 'docs/plugins/contracts.md',
  },
  {
    title: 'a method in wrong letters',
    module: setUp('() => ({ beforeupdate() {} })'),
    code: 'INSP_PLUGIN_WRONG_SHAPE',
    tells: 'nothing calls its "beforeupdate"; did you mean "beforeUpdate"?',
    repair: 'docs/plugins/contracts.md',
  },
  {
    title: 'a method that is none',
    module: setUp('() => ({ beforeUpdate: true })'),
    code: 'INSP_PLUGIN_WRONG_SHAPE',
    tells: 'its "beforeUpdate" is not a function',
    repair: 'docs/plugins/contracts.md',
  },
  {
    title: 'a storage backend in the group of hooks',
    module: setUp('() => ({ get() {}, save() {} })'),
    code: 'INSP_PLUGIN_WRONG_SHAPE',
    tells: 'it has the methods of a storage backend (get, save); its group is inspector.storage',
    repair: 'docs/plugins/contracts.md',
  },
];

/** Every mistake that keeps a hook from being used. */
export const MISTAKES_AT_START: readonly Mistake[] = [
  ...MANIFEST,
  ...MODULE,
  ...SET_UP.map((one) => ({ ...one, atSetUp: true as const })),
];
