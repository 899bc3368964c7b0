import { pathToFileURL } from 'node:url';
import type { InspectorError } from '../errors/inspector-error.js';
import { thrownText } from '../errors/thrown.js';
import { placeText } from './error-place.js';
import { pluginProblem } from './problem.js';
import type { Offer, PluginPackage } from './validate.js';
import { definitionProblem, type AnyDefinition } from './shape.js';
import { withTimeLimit } from './time-limit.js';

/** A definition, or why there is none. */
export type LoadedDefinition =
  | { readonly definition: AnyDefinition; readonly problem?: undefined }
  | { readonly definition?: undefined; readonly problem: InspectorError };

/**
 * Imports the module of a plugin and takes the definition from it. CommonJS and ESM, with or without top-level
 * `await`.
 *
 * @param limitSeconds - How long the import may take.
 * @param onLate - Gets what the import throws after that.
 */
export async function loadDefinition(
  { package: owner, plugin }: Offer,
  limitSeconds: number,
  onLate: (error: unknown) => void,
): Promise<LoadedDefinition> {
  const { name, group, path = '', exportName } = plugin;
  const subject = { name, group, packageName: owner.name };
  let module: Record<string, unknown>;
  try {
    module = await withTimeLimit(
      async () => (await import(pathToFileURL(path).href)) as Record<string, unknown>,
      limitSeconds,
      () => importTimeout(owner.name, path, limitSeconds),
      onLate,
    );
  } catch (error) {
    return { problem: await importProblem(owner, name, path, error) };
  }
  const found = pick(module, exportName);
  if (found === undefined) {
    return { problem: noExport(owner.name, plugin.file, exportName, Object.keys(module)) };
  }
  const problem = definitionProblem(subject, found);
  return problem ? { problem } : { definition: found as AnyDefinition };
}

/**
 * The export a manifest names. Modules compiled from ESM to CommonJS carry their default export in a property of
 * the object that Node gives as default.
 */
function pick(module: Record<string, unknown>, exportName: string): unknown {
  const outer = module['default'];
  const compiled =
    typeof outer === 'object' && outer !== null && Object.hasOwn(outer, '__esModule')
      ? (outer as Record<string, unknown>)
      : undefined;
  if (compiled && Object.hasOwn(compiled, exportName)) return compiled[exportName];
  return Object.hasOwn(module, exportName) && !(compiled && exportName === 'default')
    ? module[exportName]
    : undefined;
}

async function importProblem(
  { name: packageName, folder }: PluginPackage,
  name: string,
  path: string,
  error: unknown,
): Promise<InspectorError> {
  if ((error as { code?: unknown } | null)?.code === 'INSP_PLUGIN_TIMEOUT') return error as InspectorError;
  const text = `${error instanceof Error ? `${error.name}: ` : ''}${thrownText(error).split('\n')[0] ?? ''}${await placeOf(folder, path, error)}`;
  const missing = missingPackage(error);
  if (missing !== undefined) {
    return pluginProblem(
      'INSP_PLUGIN_DEPENDENCY_MISSING',
      `"${name}" of ${packageName} is installed, but the package "${missing}" that it imports is not:\n  ${text}`,
      `Install what is missing: npm install ${missing}. Its author has to declare it in "dependencies".`,
      error,
    );
  }
  return pluginProblem(
    'INSP_PLUGIN_IMPORT_FAILED',
    `"${name}" of ${packageName} is installed, but its module ${path} fails while it is imported:\n  ${text}`,
    `Install a version that works (npm install ${packageName}@latest), or take "${name}" out of the configuration.`,
    error,
  );
}

async function placeOf(folder: string, path: string, error: unknown): Promise<string> {
  const place = placeText(error);
  if (place !== '' || !(error instanceof SyntaxError)) return place;
  const { syntaxErrorPlace } = await import('./syntax-error.js');
  return syntaxErrorPlace(folder, path);
}

/** The package that could not be found, if that is why an import failed; a missing file of the plugin itself is not. */
function missingPackage(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') return undefined;
  const specifier = /^Cannot find (?:package|module) '([^']+)'/.exec(error.message)?.[1];
  if (specifier === undefined || /^[./]|^file:/.test(specifier)) return undefined;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

const importTimeout = (packageName: string, path: string, seconds: number): InspectorError =>
  pluginProblem(
    'INSP_PLUGIN_TIMEOUT',
    `The module ${path} of ${packageName} has not been imported after ${seconds} seconds.`,
    `Look for a top-level "await" that never ends, install another version (npm install ${packageName}@latest), or disable it.`,
  );

const noExport = (
  packageName: string,
  file: string,
  exportName: string,
  present: readonly string[],
): InspectorError =>
  pluginProblem(
    'INSP_PLUGIN_NO_EXPORT',
    `${file} of ${packageName} has no ${exportName === 'default' ? 'default export' : `export "${exportName}"`}; it exports ${present.length > 0 ? present.join(', ') : 'nothing'}.`,
    exportName === 'default'
      ? `Export the definition as default, or name the export in the manifest: "${file}#name".`
      : `Correct the name after "#" in the manifest, or export "${exportName}".`,
  );
