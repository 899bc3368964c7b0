import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const OWN = realpathSync(dirname(fileURLToPath(import.meta.url)));

/**
 * The `run` of the @inspector/core that is installed nearest to the working directory, or of this one. A program that was
 * installed for the whole machine so runs the version that a project has chosen, with the plugins beside it.
 */
export async function nearestRun() {
  const local = localBin();
  return (await import(local === undefined ? './run.js' : pathToFileURL(join(local, 'run.js')).href)).run;
}

/** Folder of the programs of another copy; undefined: there is none. */
function localBin() {
  let folder = process.cwd();
  for (let above = dirname(folder); ; [folder, above] = [above, dirname(above)]) {
    const bin = join(folder, 'node_modules/@inspector/core/bin');
    if (existsSync(join(bin, 'run.js'))) return realpathSync(bin) === OWN ? undefined : bin;
    if (above === folder) return undefined;
  }
}
