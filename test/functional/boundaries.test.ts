import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Files of a repository with their imports, and the rule each import breaks. */
const TRESPASSES: readonly (readonly [from: string, to: string, rule: string])[] = [
  ['core/src/api/a.ts', 'core/src/hooks/hooks.ts', 'room-api'],
  ['core/src/api/b.ts', 'core/src/pxe-filter/manager.ts', 'room-api'],
  ['core/src/api/c.ts', 'core/src/conductor/continue.ts', 'door-for-the-api'],
  ['core/src/conductor/a.ts', 'core/src/api/app.ts', 'room-conductor'],
  ['core/src/conductor/b.ts', 'core/src/pxe-filter/manager.ts', 'room-conductor'],
  ['core/src/conductor/c.ts', 'core/src/rules/engine.ts', 'door-for-the-conductor'],
  ['core/src/config/a.ts', 'core/src/plugin-host/names.ts', 'room-config'],
  ['core/src/json/a.ts', 'core/src/config/load.ts', 'room-json'],
  ['core/src/rules/a.ts', 'core/src/db/open-database.ts', 'door-of-the-database'],
  ['core/src/db/a.ts', 'core/src/server/server.ts', 'room-db'],
  ['core/src/attic/a.ts', 'core/src/json/texts.ts', 'room-unknown'],
  ['core/src/server/a.ts', 'plugins/hook-lldp/src/index.ts', 'core-imports-no-plugin'],
  ['core/src/cli/demo/a.ts', 'plugins/hook-lldp/src/index.ts', 'demo-imports-no-plugin'],
  ['plugins/hook-lldp/src/a.ts', 'plugins/hook-raid/src/index.ts', 'plugin-imports-contract-only'],
  ['plugins/hook-lldp/src/b.ts', 'core/src/json/texts.ts', 'plugin-imports-contract-only'],
  ['plugins/plugin-api/src/a.ts', 'core/src/json/texts.ts', 'plugin-imports-contract-only'],
  ['client/src/a.ts', 'core/src/json/texts.ts', 'client-stands-alone'],
  ['test/kit/src/a.ts', 'core/src/json/texts.ts', 'kit-imports-no-core'],
  ['test/simulator/src/a.ts', 'core/src/json/texts.ts', 'simulator-stands-alone'],
  ['core/test/a.ts', 'plugins/hook-lldp/src/index.ts', 'tests-of-core-know-no-plugin'],
  ['plugins/hook-lldp/test/a.ts', 'plugins/hook-raid/src/index.ts', 'tests-of-a-plugin-know-that-plugin'],
  ['plugins/hook-lldp/test/b.ts', 'core/src/json/texts.ts', 'tests-of-a-plugin-know-that-plugin'],
];

const ALLOWED: readonly (readonly [from: string, to: string])[] = [
  ['core/src/api/ok.ts', 'core/src/conductor/types.ts'],
  ['core/src/server/ok.ts', 'core/src/pxe-filter/manager.ts'],
  ['core/src/introspection/ok.ts', 'core/src/db/types.ts'],
  ['core/src/json/ok.ts', 'plugins/plugin-api/src/index.ts'],
  ['plugins/hook-lldp/src/ok.ts', 'plugins/plugin-api/src/index.ts'],
  ['test/kit/src/ok.ts', 'plugins/plugin-api/src/index.ts'],
  ['plugins/hook-lldp/test/ok.ts', 'plugins/hook-lldp/src/index.ts'],
];

/** Writes a file that imports a type from another, which is what the compiler forgets and knowledge all the same. */
function importing(from: string, to: string): string {
  const path = join('/', to).replace(/\.ts$/, '.js');
  const up = '../'.repeat(from.split('/').length - 1);
  return `import type { Thing } from '${up}${path.slice(1)}';\nexport type Own = Thing;\n`;
}

describe('lint: boundaries', () => {
  let folder: string;
  let found: string[];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inspector-boundaries-'));
    const files = new Map<string, string>();
    for (const [, to] of [...TRESPASSES, ...ALLOWED]) files.set(to, 'export type Thing = string;\n');
    for (const [from, to] of [...TRESPASSES, ...ALLOWED]) files.set(from, importing(from, to));
    files.set('core/src/log/one.ts', "import type { Own } from './two.js';\nexport type Thing = Own | 1;\n");
    files.set(
      'core/src/log/two.ts',
      "import type { Thing } from './one.js';\nexport type Own = Thing | 2;\n",
    );
    files.set('core/src/tasks/lost.ts', "import '../tasks/nowhere.js';\nimport '@inspector/nowhere';\n");
    files.set('plugins/plugin-api/src/heavy.ts', "import 'sequelize';\n");
    for (const [path, text] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    found = await violations(folder);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const [from, to, rule] of TRESPASSES) {
    it(`refuses ${to} in ${from} by the rule ${rule}`, () => {
      expect(found).to.include(`${rule}: ${from} → ${to}`);
    });
  }

  for (const [from] of ALLOWED) {
    it(`accepts ${from}`, () => {
      expect(found.filter((line) => line.includes(`: ${from} `))).to.deep.equal([]);
    });
  }

  it('refuses circles, also those of types', () => {
    expect(found.filter((line) => line.startsWith('no-circle: core/src/log/'))).to.have.length(1);
  });

  it('refuses imports of what is not there', () => {
    expect(found).to.include('no-broken-import: core/src/tasks/lost.ts → ../tasks/nowhere.js');
    expect(found).to.include('no-broken-import: core/src/tasks/lost.ts → @inspector/nowhere');
  });

  it('keeps heavy packages out of what plugins install', () => {
    expect(found.some((line) => line.startsWith('plugin-api-stays-light: '))).to.equal(true);
  });
});

/** What the lint says of a folder: lines `rule: from → to`. It must end with a status that fails the build. */
function violations(cwd: string): Promise<string[]> {
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = join(root, '.dependency-cruiser.mjs');
  const parameters = [
    program,
    '--config',
    config,
    '--output-type',
    'err',
    'core',
    'client',
    'plugins',
    'test',
  ];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, parameters, { cwd, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (!error) return reject(new Error(`The lint found nothing: ${stdout}${stderr}`));
      const lines = stripVTControlCharacters(stdout).split('\n');
      resolve(lines.map((line) => /^ *error (.*?) *$/.exec(line)?.[1]).filter((line) => line !== undefined));
    });
  });
}
