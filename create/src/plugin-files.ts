import type { Identity } from './identity.js';
import { packageJson } from './package-json.js';
import type { PluginPlan, TestRunner } from './request.js';
import { filled } from './template.js';

/** The files of a new plugin: path inside its folder to text. */
export function pluginFiles(plan: PluginPlan, identity: Identity): ReadonlyMap<string, string> {
  const { kind, id, packageName, language, runner, ci } = plan;
  const typescript = language === 'ts';
  const source = typescript ? 'src/index.ts' : 'lib/index.js';
  const values = {
    id,
    package: packageName,
    description: kind.description,
    functions: functionsOf(runner, ['describe', 'it']),
    'functions+': functionsOf(runner, ['describe', 'it', 'before', 'after']),
    module: typescript ? './index.js' : '../lib/index.js',
    source,
    usage: usageOf(plan),
    check: typescript
      ? 'npm run build       # compiles it to dist'
      : 'npm run watch       # the tests again, after each change',
    year: String(new Date().getFullYear()),
    author: identity.author ?? `the authors of ${packageName}`,
  };
  const template = (name: string): string => filled(name, language, values);
  const { folder = '', names = [] } = kind.statics ?? {};
  return new Map([
    ['package.json', json(packageJson(plan, identity))],
    [source, template(`${kind.word}/plugin`)],
    [typescript ? 'src/index.test.ts' : 'test/index.test.js', template(`${kind.word}/test`)],
    ...names.map((name) => [`${folder}/${name}`, template(`${kind.word}/static/${name}`)] as const),
    ...(typescript ? ([['tsconfig.json', json(TSCONFIG)]] as const) : []),
    ['README.md', template('readme')],
    ['LICENSE', template('licence')],
    ['.gitignore', typescript ? 'node_modules/\ndist/\n' : 'node_modules/\n'],
    ...(ci ? ([['.github/workflows/test.yml', template('ci')]] as const) : []),
  ]);
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

const TSCONFIG = {
  compilerOptions: {
    target: 'ES2022',
    lib: ['ES2023'],
    module: 'NodeNext',
    strict: true,
    noUncheckedIndexedAccess: true,
    declaration: true,
    skipLibCheck: true,
    types: ['node'],
    rootDir: 'src',
    outDir: 'dist',
  },
  include: ['src'],
};

/** How a test gets the functions of its runner. */
function functionsOf(runner: TestRunner, names: readonly string[]): string {
  const module = { mocha: 'mocha', node: 'node:test', vitest: 'vitest' }[runner];
  const other: Record<string, string> =
    runner === 'vitest' ? { before: 'beforeAll as before', after: 'afterAll as after' } : {};
  return `import { ${names.map((name) => other[name] ?? name).join(', ')} } from '${module}';`;
}

function usageOf({ kind, id }: PluginPlan): string {
  if ('installed' in kind.use) return kind.use.installed(id);
  return `Enable it in \`inspector.config.mjs\` of the service:\n\n\`\`\`js\nexport default {\n  ${kind.use.config(id)},\n};\n\`\`\``;
}
