import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { examinePackage, instanceProblem, readPackageFolder, type Finding } from '../../src/package/index.js';

const JSON_FILE = {
  name: '@acme/inspector-hook-rack',
  version: '1.0.0',
  description: 'Says where a machine stands.',
  type: 'module',
  keywords: ['inspector-plugin'],
  files: ['index.js', 'lib'],
  repository: 'github:acme/inspector-hook-rack',
  peerDependencies: { '@inspector/plugin-api': '^1.0.0' },
  inspector: { api: 1, entryPoints: { 'inspector.hook.processing': { rack: './index.js' } } },
};

/** A definition with further members, in the text of a module. */
const definition = (members = ''): string => `export default { id: 'rack', ${members} setup: () => ({}) };`;

describe('a package with a mistake', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-mistakes-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const findings = async (
    module: string,
    { json = {}, files = {} }: { json?: object; files?: Readonly<Record<string, string>> } = {},
  ): Promise<readonly Finding[]> => {
    const all = { 'package.json': JSON.stringify({ ...JSON_FILE, ...json }), 'index.js': module, ...files };
    for (const [name, text] of Object.entries(all)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    const examined = await examinePackage(readPackageFolder(folder));
    return examined.findings.filter(({ outcome }) => outcome !== 'ok');
  };

  it('has no finding without one', async () => {
    const schema = `configSchema: { type: 'object', properties: { row: { type: 'integer', default: 1 } }, additionalProperties: false },`;
    expect(await findings(definition(`${schema} dependencies: ['validate_interfaces'],`))).to.deep.equal([]);
  });

  for (const [title, members, text] of [
    [
      'depends for dependencies',
      `depends: ['lldp_basic'],`,
      'nothing reads its member "depends"; did you mean "dependencies"?',
    ],
    [
      'schema for configSchema',
      `schema: {},`,
      'nothing reads its member "schema"; did you mean "configSchema"?',
    ],
    ['a wrong letter', `dependancies: [],`, 'did you mean "dependencies"?'],
    ['a member of another kind', `formattedParams: [],`, 'nothing reads its member "formattedParams"'],
    ['itself among its dependencies', `dependencies: ['rack'],`, 'it depends on itself'],
    [
      'options that are no object',
      `configSchema: { type: 'string' },`,
      'has the type "string", but options are an object',
    ],
    [
      'a default that its schema refuses',
      `configSchema: { type: 'object', additionalProperties: false, properties: { row: { type: 'integer', default: 'one' } } },`,
      'refuses defaults of its own: row must be integer',
    ],
  ] as const) {
    it(`is refused, and told what is meant: ${title}`, async () => {
      const [finding, ...others] = await findings(definition(members));
      expect(finding).to.include({ outcome: 'error' });
      expect(finding?.message).to.contain(text);
      expect(others).to.deep.equal([]);
    });
  }

  for (const [title, module, more, text] of [
    [
      'a schema open to misspelt options',
      definition(`configSchema: { type: 'object', properties: {} },`),
      {},
      'a misspelt one is ignored',
    ],
    [
      'an import that nobody asked npm for',
      `import 'left-pad';\n${definition()}`,
      { files: { 'node_modules/left-pad/index.js': '' } },
      'It imports left-pad',
    ],
    [
      'the same in a file of its own',
      `import './lib/a.js';\n${definition()}`,
      {
        files: {
          'lib/a.js': `import '@acme/tools/x';`,
          'node_modules/@acme/tools/x/index.js': '',
          'node_modules/@acme/tools/package.json': '{"exports":{"./x":"./x/index.js"}}',
        },
      },
      'It imports @acme/tools,',
    ],
    [
      'source maps of sources that stay at home',
      `${definition()}\n//# sourceMappingURL=index.js.map`,
      {
        json: { files: ['index.js', 'index.js.map'] },
        files: { 'index.js.map': '{"sources":["src/index.ts","src/a.ts"]}', 'src/index.ts': '' },
      },
      'Its source maps name src/a.ts and 1 more, which would not be published.',
    ],
    ['no repository', definition(), { json: { repository: undefined } }, 'has no repository'],
    ['no description', definition(), { json: { description: undefined } }, 'has no description'],
    [
      'everything published',
      definition(),
      { json: { files: undefined } },
      'does not say which files are published',
    ],
  ] as const) {
    it(`is warned of: ${title}`, async () => {
      const [finding, ...others] = await findings(module, more);
      expect(finding).to.include({ outcome: 'warning' });
      expect(finding?.message).to.contain(text);
      expect(others).to.deep.equal([]);
    });
  }

  it('has no finding where source maps hold their sources, or are not published', async () => {
    const module = `${definition()}\n//# sourceMappingURL=index.js.map`;
    const whole = '{"sources":["src/index.ts"],"sourcesContent":["export default {};"]}';
    const json = { files: ['index.js', 'index.js.map'] };
    expect(await findings(module, { json, files: { 'index.js.map': whole } })).to.deep.equal([]);
    const outside = '{"sources":["src/index.ts"]}';
    expect(await findings(module, { files: { 'index.js.map': outside } })).to.deep.equal([]);
    expect(await findings(module, { json, files: { 'index.js.map': 'no JSON' } })).to.deep.equal([]);
  });

  it('has no finding where an import is declared, of Node, a type, or in a comment', async () => {
    const module = `import 'node:fs';\nimport 'path';\nimport 'left-pad';\n// import 'a';\n/* from 'b' */\n${definition()}`;
    const json = { dependencies: { 'left-pad': '1' } };
    expect(await findings(module, { json, files: { 'node_modules/left-pad/index.js': '' } })).to.deep.equal(
      [],
    );
  });
});

describe('an instance with a misspelt method', () => {
  const problem = (instance: object) =>
    instanceProblem({ group: 'inspector.hook.processing', name: 'rack', packageName: 'x' }, instance)
      ?.message;

  class Hook {
    beforeupdate(): void {}
  }

  it('is refused, and told what is meant', () => {
    const meant = 'did you mean "beforeUpdate"?';
    expect(problem({ beforeupdate: () => undefined })).to.contain(meant);
    expect(problem({ before_update: () => undefined })).to.contain(meant);
    expect(problem({ beforUpdate: () => undefined })).to.contain(meant);
    expect(problem(new Hook())).to.contain(meant);
  });

  it('may have methods of its own', () => {
    expect(problem({ beforeUpdate: () => undefined, look: () => undefined, closed: () => true })).to.equal(
      undefined,
    );
    expect(problem({})).to.equal(undefined);
  });
});
