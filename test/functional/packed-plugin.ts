import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './harness.js';

const run = promisify(execFile);

/** A hook in TypeScript that uses its options; lines with an error are marked as such. */
const HOOK = `import { defineHook } from '@inspector/plugin-api';
import { textMember } from '@inspector/plugin-api/ramdisk-data';

export default defineHook({
  id: 'site_label',
  configSchema: {
    type: 'object',
    additionalProperties: false,
    required: ['sites'],
    properties: {
      sites: { type: 'object', additionalProperties: { type: 'string' } },
      unknown: { type: 'string', default: 'nowhere' },
      note: { type: 'string' },
    },
  },
  setup({ config, service, log }) {
    const sites: Readonly<Record<string, string>> = config.sites;
    const unknown: string = config.unknown;
    // @ts-expect-error nothing says that there is a note
    const note: string = config.note;
    // @ts-expect-error there is no such option
    log.debug(String(config.site ?? note));
    // @ts-expect-error what plugins know of the service cannot be written
    service.timeout = service.timeout;
    return {
      beforeUpdate(data, node) {
        const site = sites[textMember(data, 'site') ?? ''] ?? unknown;
        node.patch([{ op: 'add', path: '/extra/site', value: site }]);
      },
    };
  },
});
`;

/** The same as an author of JavaScript writes it. */
const PLAIN_HOOK = HOOK.replaceAll(/^ *\/\/ @ts.*\n.*\n/gm, '').replaceAll(
  /: (Readonly<Record<string, string>>|string) =/g,
  ' =',
);

/** A test of it that works under every runner which hands out these functions. */
const TEST = (functions: string): string => `${functions}
import assert from 'node:assert/strict';
import { hookSuite, runHook } from '@inspector/test-kit';
import label from '../src/index.js';

const run = { data: { site: 'b' }, options: { sites: { b: 'Bern' } } };

describe('site_label', () => {
  it('writes the site of a machine', async () => {
    const { node } = await runHook(label, run);
    assert.equal(node.extra?.['site'], 'Bern');
  });
});

hookSuite({ describe, it, definition: label, run });
`;

/** Test runners, with what a test imports for each. */
export const RUNNERS = {
  mocha: '',
  'node:test': "import { describe, it } from 'node:test';",
  vitest: '',
} as const;

/** Writes the package of a plugin: its hook in both languages, and its test once for each runner. */
export async function writePlugin(folder: string): Promise<void> {
  for (const name of ['src', 'types', 'test']) await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, 'src/index.js'), PLAIN_HOOK);
  await writeFile(join(folder, 'types/index.ts'), HOOK);
  await writeFile(join(folder, 'test/mocha.js'), TEST(RUNNERS.mocha));
  await writeFile(join(folder, 'test/node.js'), TEST(RUNNERS['node:test']));
  await writeFile(join(folder, 'test/vitest.test.js'), TEST(RUNNERS.vitest));
}

/** Runs the test under a runner of this repository; answers what it prints, and fails when the test does. */
export async function runTests(folder: string, runner: keyof typeof RUNNERS): Promise<string> {
  const modules = join(ROOT, 'node_modules');
  const command = {
    mocha: [join(modules, 'mocha/bin/mocha.js'), '--no-config', 'test/mocha.js'],
    'node:test': ['--test', '--test-reporter=tap', 'test/node.js'],
    vitest: [join(modules, 'vitest/vitest.mjs'), 'run', '--globals', '--root', folder],
  }[runner];
  const { NODE_TEST_CONTEXT: _inherited, ...env } = process.env;
  const { stdout } = await run(process.execPath, command, { cwd: folder, env });
  return stdout;
}

/** Compiles the hook, all declarations it imports included; answers what the compiler has to say. */
export async function compile(folder: string, module: 'node16' | 'bundler'): Promise<string> {
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const modes = module === 'node16' ? ['node16', 'node16'] : ['esnext', 'bundler'];
  // No types of Node.js are installed here, and those of this repository must not be found.
  const flags = ['--strict', '--noEmit', '--target', 'es2023', '--typeRoots', 'types'];
  const command = [tsc, ...flags, '--module', modes[0] ?? '', '--moduleResolution', modes[1] ?? ''];
  try {
    await run(process.execPath, [...command, 'types/index.ts'], { cwd: folder });
    return '';
  } catch (error) {
    return (error as { stdout?: string }).stdout ?? String(error);
  }
}

/** What is installed in a folder: each package with whether it has a script that runs at its installation. */
export async function installed(folder: string): Promise<Map<string, boolean>> {
  type Lock = { packages: Record<string, { hasInstallScript?: boolean }> };
  const lock = JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8')) as Lock;
  return new Map(
    Object.entries(lock.packages)
      .filter(([path]) => path !== '')
      .map(([path, { hasInstallScript = false }]) => [
        path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
        hasInstallScript,
      ]),
  );
}

/** Compiled libraries anywhere below a folder. */
export async function compiledLibraries(folder: string): Promise<string[]> {
  const files = await readdir(folder, { recursive: true });
  return files.filter((file) => file.endsWith('.node'));
}
