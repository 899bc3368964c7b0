import type { Identity } from './identity.js';
import type { PluginPlan } from './request.js';
import { contractRange, OWN_VERSION, TOOLS } from './versions.js';

const CONTRACT = '@inspector/plugin-api';
const KIT = '@inspector/test-kit';

/** The package.json of a new plugin. */
export function packageJson(plan: PluginPlan, { author, repository }: Identity): object {
  const { kind, id, packageName, language } = plan;
  const range = contractRange(OWN_VERSION);
  const url = repository.replace(/\.git$/, '');
  return {
    name: packageName,
    version: '0.1.0',
    description: kind.description,
    keywords: ['inspector-plugin', 'bare-metal', 'introspection', kind.packageKind],
    homepage: `${url}#readme`,
    bugs: `${url}/issues`,
    repository: { type: 'git', url: `git+${url}.git` },
    license: 'MIT',
    ...(author === undefined ? {} : { author }),
    type: 'module',
    engines: { node: '>=20.19' },
    files: [
      ...(language === 'ts' ? ['dist', '!dist/*.test.*'] : ['lib']),
      ...(kind.statics ? [kind.statics.folder] : []),
    ],
    scripts: scripts(plan),
    peerDependencies: { [CONTRACT]: range },
    devDependencies: sorted({ [CONTRACT]: range, [KIT]: range, ...tools(plan) }),
    inspector: { api: 1, entryPoints: { [kind.group]: { [id]: entryOf(language) } } },
  };
}

const entryOf = (language: PluginPlan['language']): string =>
  language === 'ts' ? './dist/index.js' : './lib/index.js';

/** Commands that run the tests once, and after each change. TypeScript is compiled first: `packageSuite` looks at the result. */
function scripts({ language, runner }: PluginPlan): Record<string, string> {
  const file = language === 'ts' ? 'dist/index.test.js' : 'test/index.test.js';
  const source = language === 'ts' ? 'src' : 'test';
  const run = { mocha: `mocha ${file}`, node: `node --test ${file}`, vitest: `vitest run --dir ${source}` }[
    runner
  ];
  const watch = {
    mocha: `mocha --watch ${file}`,
    node: `node --test --watch ${file}`,
    vitest: `vitest --dir ${source}`,
  }[runner];
  if (language === 'js') return { test: run, watch };
  return { build: 'tsc', prepare: 'tsc', test: `tsc && ${run}`, watch };
}

function tools({ language, runner }: PluginPlan): Record<string, string> {
  const { mocha, vitest, typescript } = TOOLS;
  return {
    ...{ mocha: { mocha }, node: {}, vitest: { vitest } }[runner],
    ...(language === 'ts' && { typescript, '@types/node': TOOLS['@types/node'] }),
    ...(language === 'ts' && runner === 'mocha' && { '@types/mocha': TOOLS['@types/mocha'] }),
  };
}

const sorted = (table: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(table).sort(([one], [other]) => (one < other ? -1 : 1)));
