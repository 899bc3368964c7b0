import { InspectorError } from '../errors/inspector-error.js';
import { CONTRACT_VERSION } from './contract-version.js';
import type { FoundPackage } from './discover.js';
import { loadDefinition } from './load.js';
import { PACKAGE_NAME_RULE } from './names.js';
import { compileSchema } from './schema.js';
import { pluginProblem } from './problem.js';
import { unpublishedSources } from './source-maps.js';
import { undeclaredImports } from './undeclared-imports.js';
import { checkPackage, type OfferedPlugin, type PluginPackage } from './validate.js';

/** One thing that was looked at. */
export interface Finding {
  /** `warning`: it works, but users or other packages will stumble over it. */
  readonly outcome: 'ok' | 'warning' | 'error';
  /** One line for `ok`; otherwise what is wrong, last line the repair. */
  readonly message: string;
  /** Code of an error. */
  readonly code?: string;
  /** Where the code of the plugin failed, if it did. */
  readonly stack?: string;
}

/** What came of examining a package. */
export interface Examination {
  readonly package: string;
  readonly version: string;
  readonly folder: string;
  /** No error among the findings. */
  readonly usable: boolean;
  readonly findings: readonly Finding[];
}

/** Seconds an import may take. */
const IMPORT_LIMIT = 30;

const ok = (message: string): Finding => ({ outcome: 'ok', message });
const warning = (what: string, repair: string): Finding => ({
  outcome: 'warning',
  message: `${what}\n${repair}`,
});

/** A problem as a finding: an error unless said otherwise. */
export const findingOf = (
  { code, message, cause }: InspectorError,
  outcome: 'error' | 'warning' = 'error',
): Finding => ({
  outcome,
  message,
  code,
  ...(cause instanceof Error && !InspectorError.is(cause) && cause.stack !== undefined
    ? { stack: cause.stack }
    : {}),
});
const failed = (problem: InspectorError): Finding => findingOf(problem);

/**
 * Examines a package as thoroughly as that is possible without its options: everything the host checks at start, for
 * all it offers, and what makes it pleasant to install. Imports its modules; sets nothing up.
 */
export async function examinePackage(found: FoundPackage): Promise<Examination> {
  const checked = checkPackage(found);
  const findings = checked ? await examine(found, checked) : [failed(noPlugin(found))];
  return {
    package: found.installedAs,
    version: checked?.version ?? '?',
    folder: found.folder,
    usable: findings.every(({ outcome }) => outcome !== 'error'),
    findings,
  };
}

const noPlugin = ({ installedAs, folder, fault }: FoundPackage): InspectorError =>
  pluginProblem(
    'INSP_PLUGIN_NO_MANIFEST',
    fault
      ? `${folder} is no package: ${fault}.`
      : `${installedAs} in ${folder} is no plugin: its name is not that of one, and its package.json has no "inspector" key.`,
    `Name the folder of a plugin; to make this one, see docs/plugins/authoring.md. Its name must be ${PACKAGE_NAME_RULE}.`,
  );

async function examine(found: FoundPackage, checked: PluginPackage): Promise<Finding[]> {
  const { kind, id, problems, offers } = checked;
  const findings = problems.map(failed);
  if (problems.length === 0) {
    findings.push(ok(`name: kind ${kind ?? ''}, id ${id ?? ''}`));
    findings.push(
      ok(`manifest: plugin contract 1, ${offers.length} entry point${offers.length === 1 ? '' : 's'}`),
    );
    findings.push(ok(`@inspector/plugin-api: ${CONTRACT_VERSION} is in its range`));
  }
  for (const offer of offers) findings.push(...(await examineOffer(checked, offer)));
  // A package that is not there is an error already.
  if (!findings.some(({ outcome }) => outcome === 'error')) findings.push(...importWarnings(found, checked));
  findings.push(...packageWarnings(found));
  return findings;
}

async function examineOffer(owner: PluginPackage, plugin: OfferedPlugin): Promise<Finding[]> {
  const { group, name, file } = plugin;
  if (plugin.problem) return [failed(plugin.problem)];
  if (plugin.path === undefined) return [];
  const loaded = await loadDefinition({ package: owner, plugin }, IMPORT_LIMIT, () => undefined);
  if (loaded.problem) return [failed(loaded.problem)];
  const { configSchema, aliases = [] } = loaded.definition;
  const schema = configSchema && compileSchema(owner.name, name, configSchema).problem;
  if (schema) return [failed(schema)];
  const options = Object.keys((configSchema?.['properties'] ?? {}) as object);
  const findings = [
    ok(`${group} "${name}": ${file}, ${options.length > 0 ? `options ${options.join(', ')}` : 'no options'}`),
  ];
  if (configSchema !== undefined && isOpen(configSchema)) {
    findings.push(
      warning(
        `"${name}" takes options that its configSchema does not know, so a misspelt one is ignored.`,
        'Add "additionalProperties": false.',
      ),
    );
  }
  const unlisted = aliases.filter((alias) => owner.aliases.get(alias) !== name);
  if (unlisted.length > 0) {
    findings.push(
      warning(
        `"${name}" has aliases that select nothing: ${unlisted.join(', ')}.`,
        `List them in the manifest, which is read without importing: "aliases": { "${unlisted[0] ?? ''}": "${name}" }`,
      ),
    );
  }
  return findings;
}

const isOpen = (schema: Readonly<Record<string, unknown>>): boolean =>
  !['additionalProperties', 'unevaluatedProperties', 'patternProperties'].some((key) =>
    Object.hasOwn(schema, key),
  );

function importWarnings({ folder, json = {} }: FoundPackage, { offers }: PluginPackage): Finding[] {
  const files = offers.flatMap(({ path }) => (path === undefined ? [] : [path]));
  const undeclared = undeclaredImports(folder, json, files).map((name) =>
    warning(
      `It imports ${name}, which its package.json does not ask for: whoever installs it may not have that.`,
      `Add "${name}" to its "dependencies" (@inspector/plugin-api: to its "peerDependencies").`,
    ),
  );
  return [...undeclared, ...sourceWarnings(folder, json, files)];
}

function sourceWarnings(
  folder: string,
  { files: published }: Readonly<Record<string, unknown>>,
  files: readonly string[],
): Finding[] {
  if (!Array.isArray(published)) return [];
  const lines = published.filter((line): line is string => typeof line === 'string');
  const [first, ...others] = unpublishedSources(folder, files, lines);
  if (first === undefined) return [];
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  return [
    warning(
      `Its source maps name ${first}${more}, which would not be published.`,
      'Set "inlineSources": true in tsconfig.json and leave "declarationMap" out, or leave the maps out: "files": ["dist", "!dist/**/*.map"].',
    ),
  ];
}

function packageWarnings({ json = {} }: FoundPackage): Finding[] {
  const findings: Finding[] = [];
  const { keywords, dependencies, description, files, repository } = json;
  if (typeof description !== 'string' || description.trim() === '') {
    findings.push(warning('package.json has no description.', 'Say in one sentence what the plugin does.'));
  }
  if (!Array.isArray(files)) {
    findings.push(
      warning(
        'package.json does not say which files are published, so tests and sources are, too.',
        'Add "files", such as ["dist"] or ["index.js"].',
      ),
    );
  }
  if (repository === undefined) {
    findings.push(
      warning(
        'package.json has no repository, so nobody who finds the plugin finds its source.',
        'Add "repository": "github:<owner>/<name>", or the address of wherever it is.',
      ),
    );
  }
  if (!Array.isArray(keywords) || !keywords.includes('inspector-plugin')) {
    findings.push(
      warning(
        'package.json lacks the keyword by which people find plugins.',
        'Add "keywords": ["inspector-plugin"].',
      ),
    );
  }
  if (
    typeof dependencies === 'object' &&
    dependencies !== null &&
    Object.hasOwn(dependencies, '@inspector/plugin-api')
  ) {
    findings.push(
      warning(
        '@inspector/plugin-api is among its dependencies, so npm may install a second copy of the contract beside the one that runs.',
        'Move it to "peerDependencies" (and "devDependencies" for your own tests).',
      ),
    );
  }
  return findings;
}
