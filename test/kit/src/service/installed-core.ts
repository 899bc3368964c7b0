import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What the test kit uses of `@inspector/core`. */
export interface InstalledCore {
  createInspector(options: {
    readonly config: Readonly<Record<string, unknown>>;
    readonly cwd: string;
    readonly logTo: { write(line: string): void };
    readonly upgradeDatabase: boolean;
  }): Promise<{ readonly url: string; close(): Promise<void> }>;
}

const CORE = '@inspector/core';

/**
 * Imports the `@inspector/core` that is installed beside the plugin, else the one beside the test kit. The test kit does not
 * bring it, because it compiles a database driver.
 *
 * @param folder - where it is looked for first
 * @param kit - a module in whose place the test kit looks
 * @throws where it is not installed, with the command that installs it
 */
export async function importCore(
  folder: string,
  kit: string | URL = import.meta.url,
): Promise<InstalledCore> {
  for (const from of [pathToFileURL(join(folder, 'package.json')), kit]) {
    const path = resolved(from);
    if (path !== undefined) return (await import(pathToFileURL(path).href)) as InstalledCore;
  }
  throw new Error(
    `A whole service needs ${CORE}, which is not installed in ${folder}. Install it: npm install --save-dev ${CORE}`,
  );
}

/** Its entry; `undefined` where it is not installed. */
function resolved(from: string | URL): string | undefined {
  try {
    return createRequire(from).resolve(CORE);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
