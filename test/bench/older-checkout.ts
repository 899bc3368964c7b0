import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../peers/servers/run.js';

const HERE = fileURLToPath(new URL('../..', import.meta.url));
/** Milliseconds a build may take, beside whatever else the machine does. */
const BUILD_LIMIT = 600_000;

/** Another commit of this repository, built. */
export interface OlderCheckout {
  /** Its `inspector` program. */
  readonly program: string;
  remove(): Promise<void>;
}

/**
 * Builds a commit in a temporary folder, with the packages of others that are installed here.
 *
 * @returns a text where that is not possible: why
 */
export async function olderCheckout(commit: string): Promise<OlderCheckout | string> {
  try {
    await run('git', ['cat-file', '-e', `${commit}^{commit}`], { cwd: HERE });
  } catch {
    return `commit ${commit} is not in this clone; fetch the whole history`;
  }
  const folder = await mkdtemp(join(tmpdir(), 'inspector-older-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const archive = join(folder, 'older.tar');
    await run('git', ['archive', `--output=${archive}`, commit], { cwd: HERE });
    await run('tar', ['--extract', `--file=${archive}`], { cwd: folder });
    const workspaces = await packagesOf(folder);
    await linkPackages(folder, workspaces);
    const [tsc, limits] = [
      join(HERE, 'node_modules/typescript/bin/tsc'),
      { cwd: folder, limit: BUILD_LIMIT },
    ];
    await run(process.execPath, [tsc, '-b'], limits);
    await run(process.execPath, ['scripts/compile-schemas.mjs'], limits);
    return { program: join(folder, 'core/bin/inspector.js'), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The folders of the packages in a checkout, by name. */
async function packagesOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const { workspaces } = await manifest(folder);
  const found = new Map<string, string>();
  for (const workspace of workspaces ?? []) {
    const parent = join(folder, dirname(workspace));
    const names = workspace.endsWith('/*')
      ? await readdir(parent)
      : [workspace.slice(dirname(workspace).length + 1)];
    for (const name of workspace.includes('/') ? names : [workspace]) {
      const path = join(parent, name);
      if (existsSync(join(path, 'package.json'))) found.set((await manifest(path)).name, path);
    }
  }
  return found;
}

async function manifest(
  folder: string,
): Promise<{ readonly name: string; readonly workspaces?: readonly string[] }> {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly workspaces?: readonly string[];
  };
}

/** Fills `node_modules` with links: the packages of the checkout are its own, all others are those installed here. */
async function linkPackages(folder: string, own: ReadonlyMap<string, string>): Promise<void> {
  const target = join(folder, 'node_modules');
  for (const name of await readdir(join(HERE, 'node_modules'))) {
    const isScope = name.startsWith('@');
    const names = isScope ? await readdir(join(HERE, 'node_modules', name)) : [''];
    for (const part of names) await link(join(HERE, 'node_modules', name, part), join(target, name, part));
  }
  for (const [name, path] of own) {
    await rm(join(target, name), { recursive: true, force: true });
    await link(path, join(target, name));
    const nested = join(HERE, path.slice(folder.length), 'node_modules');
    if (existsSync(nested)) await cp(nested, join(path, 'node_modules'), { recursive: true });
  }
}

async function link(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await symlink(from, to);
}
