import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** How a command of a package manager or of a service ended. */
export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Package managers, installed into a folder of their own, that take packages from one registry and share nothing with this user. */
export class Managers {
  constructor(
    private readonly folder: string,
    private readonly registry: string,
  ) {}

  /**
   * Installs the managers themselves.
   *
   * @throws when they cannot be had
   */
  async install(packages: readonly string[]): Promise<void> {
    const tools = join(this.folder, 'tools');
    await mkdir(tools, { recursive: true });
    await writeFile(join(tools, 'package.json'), '{ "private": true }');
    const { status, err } = await this.run(tools, 'npm', 'install', '--ignore-scripts', ...packages);
    if (status !== 0) throw new Error(err);
  }

  /** Path of the program of a manager. */
  program(name: string): string {
    return join(this.folder, 'tools/node_modules/.bin', name);
  }

  /** Runs a program; a failure is an answer like any other. */
  async run(cwd: string, program: string, ...words: readonly string[]): Promise<Ran> {
    const options = { cwd, env: this.#environment(), timeout: 300_000, maxBuffer: 64 * 1024 * 1024 };
    try {
      const { stdout, stderr } = await run(program, words, options);
      return { status: 0, out: stdout, err: stderr };
    } catch (error) {
      const {
        code,
        stdout = '',
        stderr = '',
        message,
      } = error as Error & { code?: unknown; stdout?: string; stderr?: string };
      return {
        status: typeof code === 'number' ? code : 1,
        out: stdout,
        err: stderr === '' ? message : stderr,
      };
    }
  }

  #environment(): NodeJS.ProcessEnv {
    const { folder, registry } = this;
    const own = Object.entries(process.env).filter(
      ([name]) => !/^(npm_|INSPECTOR_|YARN_|PNPM_|COREPACK_)/i.test(name),
    );
    return {
      ...Object.fromEntries(own),
      HOME: folder,
      CI: '1',
      npm_config_registry: registry,
      npm_config_cache: join(folder, 'npm-cache'),
      npm_config_update_notifier: 'false',
      npm_config_audit: 'false',
      npm_config_fund: 'false',
      npm_config_store_dir: join(folder, 'pnpm-store'),
      YARN_REGISTRY: registry,
      YARN_CACHE_FOLDER: join(folder, 'yarn-cache'),
      YARN_NPM_REGISTRY_SERVER: registry,
      YARN_UNSAFE_HTTP_WHITELIST: '127.0.0.1',
      YARN_ENABLE_TELEMETRY: '0',
      YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
      YARN_ENABLE_SCRIPTS: 'false',
      YARN_GLOBAL_FOLDER: join(folder, 'yarn-global'),
    };
  }
}

/** Writes files below a folder; objects as JSON. */
export async function writeFiles(
  folder: string,
  files: Readonly<Record<string, string | object>>,
): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  }
}
