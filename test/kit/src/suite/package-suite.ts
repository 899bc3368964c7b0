import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { neededFiles, publishedFiles, type Finding } from '@inspector/plugin-api/package';
import {
  definitionOf,
  readPluginPackage,
  tableOf,
  type PackageUnderTest,
} from '../package/plugin-package.js';
import type { DescribeAndIt } from './test-functions.js';

/** What {@link packageSuite} works with. */
export interface PackageSuiteOptions extends DescribeAndIt {
  /** Folder of the package: `new URL('..', import.meta.url)` in a test of it. */
  readonly folder: URL | string;
  /**
   * For a package written in TypeScript whose tests run without a build: the folder of its sources. `./dist/index.js` of the
   * manifest is then looked for in `./src/index.ts`.
   */
  readonly source?: string;
}

/** Each error of core by the test that is about it; all others are about the manifest. */
const TESTS = {
  manifest: 'has a name and a manifest that Inspector understands',
  range: 'works with this version of @inspector/plugin-api',
  modules: 'has a module for everything it offers',
  definitions: 'exports the definitions its manifest promises',
  schemas: 'describes its options with valid schemas',
} as const;

const ABOUT: ReadonlyMap<string | undefined, keyof typeof TESTS> = new Map([
  ['INSP_PLUGIN_BAD_CORE_RANGE', 'range'],
  ['INSP_PLUGIN_WRONG_CORE', 'range'],
  ['INSP_PLUGIN_ENTRY_MISSING', 'modules'],
  ['INSP_PLUGIN_ENTRY_OUTSIDE', 'modules'],
  ['INSP_PLUGIN_IMPORT_FAILED', 'modules'],
  ['INSP_PLUGIN_DEPENDENCY_MISSING', 'modules'],
  ['INSP_PLUGIN_TIMEOUT', 'modules'],
  ['INSP_PLUGIN_NO_EXPORT', 'definitions'],
  ['INSP_PLUGIN_WRONG_SHAPE', 'definitions'],
  ['INSP_PLUGIN_BAD_SCHEMA', 'schemas'],
]);

/**
 * Defines the tests every package of plugins has to pass, of whatever kind: it can be found, checked and loaded by
 * this version of Inspector, and what npm would publish of it is complete. Sets nothing up.
 */
export function packageSuite({ describe, it, folder, source }: PackageSuiteOptions): void {
  const owner = readPluginPackage(folder, source);
  let examination: Promise<readonly Finding[]> | undefined;
  const examine = (): Promise<readonly Finding[]> => (examination ??= owner.examine());
  const { name } = owner.json;

  describe(`${typeof name === 'string' ? name : owner.folder}: conformance of the package`, () => {
    for (const [topic, title] of Object.entries(TESTS)) {
      it(title, async () => {
        const errors = (await examine()).filter(({ outcome }) => outcome === 'error');
        refuse(errors.filter(({ code }) => (ABOUT.get(code) ?? 'manifest') === topic));
      });
    }

    it('gives its hooks the aliases that its manifest lists', async () => {
      if (isUsable(await examine())) await sharesItsAliases(owner);
    });

    it('has nothing its users would stumble over', async () => {
      refuse((await examine()).filter(({ outcome }) => outcome === 'warning'));
    });

    it('has a README and a licence', async () => {
      assert.ok(isText(owner.json['license']), 'package.json has no "license"');
      const readme = join(owner.folder, 'README.md');
      assert.ok(existsSync(readme), 'there is no README.md');
      assert.ok(isText(readFileSync(readme, 'utf8')), 'README.md is empty');
    });

    it('would be published with every file it needs', async () => isComplete(owner));
  });
}

/** What cannot be loaded is reported by the tests about that. */
const isUsable = (findings: readonly Finding[]): boolean =>
  findings.every(({ outcome }) => outcome !== 'error');

const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';

function refuse(findings: readonly Finding[]): void {
  assert.equal(findings.length, 0, findings.map(({ message }) => message).join('\n'));
}

async function sharesItsAliases({ entries, aliases }: PackageUnderTest): Promise<void> {
  for (const entry of entries) {
    if (entry.group !== 'inspector.hook.processing') continue;
    const { aliases: own } = tableOf(await definitionOf(entry));
    const listed = Object.keys(aliases).filter((alias) => aliases[alias] === entry.name);
    const lacking = listed.filter((alias) => !Array.isArray(own) || !own.includes(alias));
    assert.equal(lacking.length, 0, `the definition of "${entry.name}" lacks: ${lacking.join(', ')}`);
  }
}

function isComplete({ json, folder, entries, published }: PackageUnderTest): void {
  const { files } = json;
  // Without that list, .gitignore decides; `examine` warns of it.
  if (!Array.isArray(files)) return;
  assert.ok(
    files.every((line) => typeof line === 'string'),
    '"files" in package.json is no list of texts',
  );
  const isPublished = publishedFiles(files);
  const present = entries.filter(({ path }) => existsSync(path));
  const needed = new Set(present.flatMap(({ path }) => neededFiles(folder, path)).map(published));
  const lacking = [...needed].filter((path) => !isPublished(path));
  assert.equal(lacking.length, 0, `"files" in package.json leaves out: ${lacking.join(', ')}`);
}
