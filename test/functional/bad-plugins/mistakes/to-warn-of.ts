import type { Mistake } from './at-start.js';

const definition = (members = ''): string =>
  `export default { id: 'ID', ${members} setup: () => ({ beforeUpdate() {} }) };`;

/** Mistakes that keep no plugin from being used, and that its users would stumble over. */
export const MISTAKES_TO_WARN_OF: readonly Mistake[] = [
  {
    title: 'no description',
    json: { description: undefined },
    tells: 'package.json has no description',
    repair: 'Say in one sentence',
  },
  {
    title: 'no list of files',
    json: { files: undefined },
    tells: 'does not say which files are published',
    repair: 'Add "files"',
  },
  {
    title: 'no repository',
    json: { repository: undefined },
    tells: 'has no repository',
    repair: 'Add "repository"',
  },
  {
    title: 'no keyword',
    json: { keywords: ['rack'] },
    tells: 'lacks the keyword by which people find plugins',
    repair: 'Add "keywords": ["inspector-plugin"]',
  },
  {
    title: 'the contract among its dependencies',
    json: { dependencies: { '@inspector/plugin-api': '^1.0.0' } },
    tells: '@inspector/plugin-api is among its dependencies',
    repair: 'Move it to "peerDependencies"',
  },
  {
    title: 'a schema that takes misspelt options',
    module: definition(`configSchema: { type: 'object', properties: { row: { type: 'integer' } } },`),
    tells: 'takes options that its configSchema does not know',
    repair: 'Add "additionalProperties": false',
  },
  {
    title: 'aliases that the manifest does not list',
    module: definition(`aliases: ['position'],`),
    tells: 'has aliases that select nothing: position',
    repair: '"aliases": { "position": "ID" }',
  },
  {
    title: 'an import that is there by chance',
    module: `import 'chance';\n${definition()}`,
    files: { 'node_modules/chance/index.js': '' },
    tells: 'It imports chance, which its package.json does not ask for',
    repair: 'Add "chance" to its "dependencies"',
  },
  {
    title: 'source maps of sources that are not published',
    module: `${definition()}\n//# sourceMappingURL=index.js.map`,
    files: { 'index.js.map': '{"sources":["src/index.ts"]}' },
    json: { files: ['index.js', 'index.js.map'] },
    tells: 'Its source maps name src/index.ts, which would not be published',
    repair: 'Set "inlineSources": true',
  },
];
