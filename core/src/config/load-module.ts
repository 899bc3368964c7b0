import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import { pathToFileURL } from 'node:url';

const loaded = createRequire(import.meta.url).cache;

/**
 * Evaluates a configuration written in JavaScript, of either module system. A file that has changed is read again:
 * SIGHUP asks for that. It may import `@inspector/core` wherever it lies, `/etc` included.
 *
 * @param path - absolute
 * @returns what it exports by default
 * @throws what its evaluation throws, or an Error that says what is wrong and in which line
 */
export async function loadModule(path: string): Promise<unknown> {
  const url = pathToFileURL(path);
  url.searchParams.set('changed', String(statSync(path).mtimeMs));
  Reflect.deleteProperty(loaded, path);
  const module = await evaluate(path, url);
  if (!Object.hasOwn(module, 'default')) {
    throw new Error('it has no default export; write: export default defineConfig({ … })');
  }
  return module['default'];
}

type Module = Readonly<Record<string, unknown>>;

async function evaluate(path: string, url: URL): Promise<Module> {
  try {
    return (await import(url.href)) as Module;
  } catch (error) {
    if (!(error instanceof Error)) throw new Error(`it throws ${String(error)}`, { cause: error });
    if (lacksCore(error) && !url.searchParams.has('core')) {
      offerCore(pathToFileURL(path).href);
      url.searchParams.set('core', 'offered');
      return evaluate(path, url);
    }
    const place = error instanceof SyntaxError ? await placeOfFault(path) : placeOfThrow(error, path);
    throw place === undefined ? error : new Error(`${place}: ${error.message}`, { cause: error });
  }
}

const lacksCore = (error: NodeJS.ErrnoException): boolean =>
  error.code === 'ERR_MODULE_NOT_FOUND' && error.message.includes(`'@inspector/core'`);

/** Lets one file import this package where `node_modules` does not lead to it. */
function offerCore(importer: string): void {
  const own = new URL('../index.js', import.meta.url).href;
  const hook = `export const resolve = (specifier, context, next) =>
    specifier === '@inspector/core' && context.parentURL?.startsWith(${JSON.stringify(importer)})
      ? next(${JSON.stringify(own)}, context)
      : next(specifier, context);`;
  register(`data:text/javascript,${encodeURIComponent(hook)}`);
}

/** Where in the file an error was thrown; undefined: in another one. */
function placeOfThrow({ stack = '' }: Error, path: string): string | undefined {
  for (const frame of stack.split('\n')) {
    const [, file, line, column] =
      /(?:\(|at )(?:file:\/\/)?(\/[^():?]*)[^():]*:(\d+):(\d+)\)?$/.exec(frame) ?? [];
    if (file !== undefined && decodeURI(file) === path) return `line ${line}, column ${column}`;
  }
  return undefined;
}

/** The place of a syntax error, which the error itself does not know; Node.js tells it when it only checks a file. */
function placeOfFault(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--check', path], (_error, _stdout, stderr) => {
      const [, line, indent] = /^[^\n]*:(\d+)\n(?:[^\n]*\n( *)\^)?/.exec(stderr) ?? [];
      const column = indent === undefined ? '' : `, column ${indent.length + 1}`;
      resolve(line === undefined ? undefined : `line ${line}${column}`);
    });
  });
}
