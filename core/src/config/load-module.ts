import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const loaded = createRequire(import.meta.url).cache;

/**
 * Evaluates a configuration written in JavaScript, of either module system. A file that has changed is read again:
 * SIGHUP asks for that.
 *
 * @param path - absolute
 * @returns what it exports by default
 * @throws what its evaluation throws, or an Error that says what is wrong and in which line
 */
export async function loadModule(path: string): Promise<unknown> {
  const url = pathToFileURL(path);
  url.searchParams.set('changed', String(statSync(path).mtimeMs));
  Reflect.deleteProperty(loaded, path);
  const module = await evaluate(path, url.href);
  if (!Object.hasOwn(module, 'default')) {
    throw new Error('it has no default export; write: export default defineConfig({ … })');
  }
  return module['default'];
}

async function evaluate(path: string, href: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    if (!(error instanceof Error)) throw new Error(`it throws ${String(error)}`, { cause: error });
    const line = error instanceof SyntaxError ? await lineOfFault(path) : undefined;
    throw line === undefined ? error : new Error(`line ${line}: ${error.message}`, { cause: error });
  }
}

/** The line of a syntax error, which the error itself does not know; Node.js tells it when it only checks a file. */
function lineOfFault(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--check', path], (_error, _stdout, stderr) => {
      resolve(/^[^\n]*:(\d+)\n/.exec(stderr)?.[1]);
    });
  });
}
