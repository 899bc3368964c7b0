import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { ROOT } from './harness.js';

const run = promisify(execFile);
const QUIET = ['--no-audit', '--no-fund', '--loglevel=error'];
/** The compiled driver of sqlite, below a folder with `node_modules`. */
export const BINARY = 'node_modules/sqlite3/build/Release/node_sqlite3.node';

/** The registry of third-party packages cannot be reached. */
export class RegistryUnreachable extends Error {}

/** npm without what the npm that runs these tests hands down to its scripts. */
export const environment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(npm_(package|lifecycle|command|node)|INSPECTOR_)/i.test(name),
    ),
  );

async function json<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, 'utf8')) as T;
}

/** Folders of core and of everything of ours that it depends on. */
async function ownFolders(): Promise<string[]> {
  const core = await json<{ dependencies: Record<string, string> }>(join(ROOT, 'core/package.json'));
  const wanted = new Set(['@inspector/core', ...Object.keys(core.dependencies)]);
  const plugins = (await readdir(join(ROOT, 'plugins'))).map((name) => `plugins/${name}`);
  const folders = [];
  for (const folder of ['core', 'client', 'create', 'test/simulator', ...plugins]) {
    const { name } = await json<{ name: string }>(join(ROOT, folder, 'package.json'));
    if (wanted.has(name)) folders.push(join(ROOT, folder));
  }
  return folders;
}

/** Packs core with all it depends on of ours, and others, into a folder; returns the paths of the tarballs. */
export const pack = async (destination: string, others: readonly string[]): Promise<string[]> =>
  packFolders(destination, [...(await ownFolders()), ...others]);

/** Packs packages into a new folder; returns the paths of the tarballs. */
export async function packFolders(destination: string, folders: readonly string[]): Promise<string[]> {
  await mkdir(destination);
  const options = { cwd: destination, env: environment() };
  await run('npm', ['pack', ...QUIET, ...folders], options);
  return (await readdir(destination)).map((name) => join(destination, name));
}

/**
 * Installs tarballs of a service into an empty folder as `npm install` does. Only one thing is taken from here: the
 * compiled library of sqlite3, which npm would compile for a minute; no package of ours has an install script.
 *
 * @throws {@link RegistryUnreachable} when third-party packages are neither cached nor to be had
 */
export async function install(folder: string, tarballs: readonly string[]): Promise<void> {
  await installTarballs(folder, ['--ignore-scripts', ...tarballs]);
  await mkdir(join(folder, 'node_modules/sqlite3/build/Release'), { recursive: true });
  await copyFile(join(ROOT, BINARY), join(folder, BINARY));
}

/**
 * Installs tarballs into an empty folder exactly as `npm install` does.
 *
 * @throws {@link RegistryUnreachable} when third-party packages are neither cached nor to be had
 */
export async function installTarballs(folder: string, tarballs: readonly string[]): Promise<void> {
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), '{ "name": "site", "private": true, "type": "module" }\n');
  const flags = [...QUIET, ...tarballs];
  const options = { cwd: folder, env: environment(), timeout: 120_000 };
  try {
    await run('npm', ['install', '--offline', ...flags], options);
  } catch (notCached) {
    await probeRegistry(notCached);
    await run('npm', ['install', '--prefer-offline', ...flags], options);
  }
}

/** One request without retries: an installation without registry would try for a quarter of an hour. */
async function probeRegistry(cause: unknown): Promise<void> {
  const question = [
    'view',
    'semver',
    'version',
    '--prefer-online',
    '--fetch-retries=0',
    '--fetch-timeout=10000',
  ];
  try {
    await run('npm', question, { env: environment(), timeout: 15_000 });
  } catch (error) {
    throw new RegistryUnreachable(`${String(error)}\n${String(cause)}`, { cause: error });
  }
}

/** Where npm took the packages of a scope from, by name. */
export async function origins(folder: string, scope: string): Promise<Map<string, string>> {
  type Lock = { packages: Record<string, { resolved?: string }> };
  const { packages } = await json<Lock>(join(folder, 'package-lock.json'));
  return new Map(
    Object.entries(packages)
      .filter(([path]) => path.includes(`node_modules/${scope}/`))
      .map(([path, { resolved = '' }]) => [path, resolved]),
  );
}

/** Runs `npx inspector …` in a folder and answers what it prints. */
export async function inspector(folder: string, ...words: string[]): Promise<string> {
  const { stdout } = await run('npx', ['--no', 'inspector', ...words], { cwd: folder, env: environment() });
  return stdout;
}

/** `npx inspector serve`, running. */
export class Served {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly exited: Promise<unknown>,
  ) {}

  static async start(folder: string): Promise<Served> {
    const child = spawn('npx', ['--no', 'inspector', 'serve'], {
      cwd: folder,
      env: environment(),
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const exited = once(child, 'exit');
    let complaints = '';
    child.stderr.on('data', (chunk: Buffer) => (complaints = (complaints + chunk.toString()).slice(-4000)));
    for await (const line of createInterface({ input: child.stdout })) {
      const url = /listens on (\S+)/.exec(line)?.[1];
      if (url) return new Served(url, child, exited);
    }
    throw new Error(`npx inspector serve ended before it listened:\n${complaints}`);
  }

  /** Ends npx and the server it started, as a closed terminal does. */
  async stop(): Promise<void> {
    if (this.child.pid !== undefined && this.child.exitCode === null)
      process.kill(-this.child.pid, 'SIGTERM');
    await this.exited;
  }
}
