import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { identityIn } from './identity.js';
import { pluginFiles } from './plugin-files.js';
import { CreateError, planOf, type PluginRequest } from './request.js';

/** Where a plugin is made. */
export interface Place {
  /** The folder its folder is made in. */
  readonly cwd: string;
  /** Its folder; default: the name of the package without its scope. */
  readonly folder?: string | undefined;
}

/** A plugin that was made. */
export interface CreatedPlugin {
  readonly packageName: string;
  /** Its folder, absolute. */
  readonly folder: string;
  /** Its files, paths inside the folder. */
  readonly files: readonly string[];
  /** Address of its repository where that is a guess; to be corrected in package.json. */
  readonly guessedRepository: string | undefined;
}

/**
 * Makes a plugin in a folder of its own. Needs no network, and changes nothing that is there.
 *
 * @throws {@link CreateError}
 */
export function createPlugin(request: PluginRequest, { cwd, folder }: Place): CreatedPlugin {
  const plan = planOf(request);
  const { packageName } = plan;
  const place = resolve(cwd, folder ?? packageName.replace(/^@[^/]*\//, ''));
  refuseTaken(place);
  const identity = identityIn(nearest(place), plan);
  const files = pluginFiles(plan, identity);
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(place, path)), { recursive: true });
      writeFileSync(join(place, path), text, { flag: 'wx' });
    }
  } catch (error) {
    throw new CreateError(
      `The plugin cannot be written to ${place}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  return {
    packageName,
    folder: place,
    files: [...files.keys()],
    guessedRepository: identity.guessed ? identity.repository : undefined,
  };
}

/** A folder with a repository in it and nothing else is as good as a new one. */
function refuseTaken(folder: string): void {
  let present: string[];
  try {
    present = readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw new CreateError(
      `${folder} is no folder that can be used: ${String((error as Error).message)}. Name another one.`,
    );
  }
  const [first] = present.filter((name) => name !== '.git');
  if (first === undefined) return;
  throw new CreateError(
    `${folder} is not empty: ${first} is there already. Name another folder, or empty it.`,
  );
}

/** The folder, or the first one above it that is there. */
const nearest = (folder: string): string => (existsSync(folder) ? folder : nearest(dirname(folder)));
