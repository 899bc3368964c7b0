import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { packageSuite } from '../../src/index.js';
import { failuresOf, outcomesOf, type Outcomes } from './collected.js';
import { hook, withPluginFolder, type PluginFolder } from './plugin-folder.js';

const outcomes = (made: PluginFolder, source?: string): Promise<Outcomes> =>
  withPluginFolder(made, (folder) =>
    outcomesOf((functions) =>
      packageSuite({ ...functions, folder: pathToFileURL(`${folder}/`), ...(source ? { source } : {}) }),
    ),
  );
const failuresWith = async (made: PluginFolder, source?: string): Promise<string[]> =>
  failuresOf(await outcomes(made, source));

const schema = (text: string): PluginFolder => ({
  files: { 'dist/index.js': hook(`configSchema: ${text}`) },
});
const processing = (target: string) => ({ entryPoints: { 'inspector.hook.processing': { rack: target } } });

describe('packageSuite', () => {
  const good: [string, PluginFolder][] = [
    ['has a hook', {}],
    [
      'names its export',
      {
        manifest: processing('./dist/hooks.js#rack'),
        files: { 'dist/hooks.js': hook().replace('default', 'const rack =') },
      },
    ],
    [
      'was compiled to CommonJS',
      {
        json: { type: 'commonjs' },
        manifest: { aliases: { racks: 'rack' } },
        files: {
          'dist/index.js':
            "exports.__esModule = true; exports.default = { id: 'rack', aliases: ['racks'], setup: () => ({}) };\n",
        },
      },
    ],
    [
      'takes options, some of them required',
      schema(
        "{ type: 'object', additionalProperties: false, required: ['a'], properties: { a: { type: 'string' }, b: { type: 'integer', default: 1 } } }",
      ),
    ],
    [
      'has data beside its modules',
      {
        json: { files: ['dist', 'data'] },
        files: {
          'dist/index.js': `new URL('../data/racks.json', import.meta.url);\n${hook()}`,
          'data/racks.json': '{}',
        },
      },
    ],
  ];
  for (const [what, made] of good) {
    it(`accepts a package that ${what}`, async () => {
      expect(await failuresWith(made)).to.deep.equal([]);
    });
  }

  it('accepts sources of a package that is not built, and looks at what will be published', async () => {
    const files = {
      'dist/index.js': undefined,
      'src/index.ts': "export { default } from './rack.js';\n",
      'src/rack.ts': hook('dependencies: [] as string[]'),
    };
    expect(await failuresWith({ files }, 'src')).to.deep.equal([]);
    expect(await failuresWith({ files, json: { files: ['dist/index.js'] } }, 'src')).to.deep.equal([
      COMPLETE,
    ]);
  });

  const MANIFEST = 'has a name and a manifest that Inspector understands';
  const RANGE = 'works with this version of @inspector/plugin-api';
  const MODULES = 'has a module for everything it offers';
  const DEFINITIONS = 'exports the definitions its manifest promises';
  const SCHEMAS = 'describes its options with valid schemas';
  const ALIASES = 'gives its hooks the aliases that its manifest lists';
  const STUMBLE = 'has nothing its users would stumble over';
  const IDENTITY = 'has a README and a licence';
  const COMPLETE = 'would be published with every file it needs';

  const wrong: [string, string, PluginFolder][] = [
    ['has the name of no kind', MANIFEST, { json: { name: 'rack' } }],
    ['has no manifest', MANIFEST, { json: { name: 'inspector-hook-rack', inspector: undefined } }],
    ['misspells a key of its manifest', MANIFEST, { manifest: { alias: {} } }],
    ['is written for another contract', MANIFEST, { manifest: { api: 99 } }],
    [
      'offers what its kind may not',
      MANIFEST,
      { manifest: { entryPoints: { 'inspector.storage': { rack: './dist/index.js' } } } },
    ],
    ['is for another core', RANGE, { json: { peerDependencies: { '@inspector/plugin-api': '^99.0.0' } } }],
    ['says nothing about core', RANGE, { json: { peerDependencies: undefined } }],
    ['lacks a module', MODULES, { files: { 'dist/index.js': undefined } }],
    ['points outside', MODULES, { manifest: processing('../index.js') }],
    ['throws on import', MODULES, { files: { 'dist/index.js': "throw new Error('no');\n" } }],
    [
      'imports what it does not depend on',
      MODULES,
      { files: { 'dist/index.js': "import 'nobody-has-this';\n" } },
    ],
    ['exports nothing', DEFINITIONS, { files: { 'dist/index.js': 'export {};\n' } }],
    ['has another id', DEFINITIONS, { files: { 'dist/index.js': hook('', 'shelf') } }],
    ['has no setup', DEFINITIONS, { files: { 'dist/index.js': "export default { id: 'rack' };\n" } }],
    ['misspells a keyword of its schema', SCHEMAS, schema("{ type: 'object', propertys: {} }")],
    [
      'has a default of the wrong type',
      SCHEMAS,
      schema("{ type: 'object', properties: { a: { type: 'integer', default: '1' } } }"),
    ],
    [
      'has a default that lacks something',
      SCHEMAS,
      schema("{ type: 'object', properties: { a: { type: 'object', required: ['b'], default: {} } } }"),
    ],
    ['hides an alias from its definition', ALIASES, { manifest: { aliases: { racks: 'rack' } } }],
    ['hides an alias from its manifest', STUMBLE, { files: { 'dist/index.js': hook("aliases: ['racks']") } }],
    ['cannot be searched for', STUMBLE, { json: { keywords: [] } }],
    ['brings a core of its own', STUMBLE, { json: { dependencies: { '@inspector/plugin-api': '^1.0.0' } } }],
    ['has no licence', IDENTITY, { json: { license: undefined } }],
    ['has no description', STUMBLE, { json: { description: ' ' } }],
    ['has no README', IDENTITY, { files: { 'README.md': undefined } }],
    ['has an empty README', IDENTITY, { files: { 'README.md': '\n' } }],
    ['leaves to .gitignore what is published', STUMBLE, { json: { files: undefined } }],
    ['does not publish its modules', COMPLETE, { json: { files: ['lib'] } }],
    [
      'does not publish what its modules import',
      COMPLETE,
      {
        json: { files: ['dist/index.js'] },
        files: { 'dist/index.js': `import './more.js';\n${hook()}`, 'dist/more.js': 'export {};\n' },
      },
    ],
    [
      'does not publish its data',
      COMPLETE,
      {
        files: {
          'dist/index.js': `new URL('../data/racks.json', import.meta.url);\n${hook()}`,
          'data/racks.json': '{}',
        },
      },
    ],
  ];
  for (const [what, title, made] of wrong) {
    it(`finds a package that ${what}`, async () => {
      expect(await failuresWith(made)).to.deep.equal([title]);
    });
  }
});
