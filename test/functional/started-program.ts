import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './harness.js';

/** The user that programs run as which must not be root: `nobody`. */
const NOBODY = 65_534;

/** `inspector serve` in a folder of its own, also where it does not come to listen. */
export class StartedProgram {
  private child: ChildProcess | undefined;
  private exited: Promise<unknown> = Promise.resolve();
  /** What it wrote to standard error since it was started. */
  said = '';

  private constructor(
    readonly folder: string,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  /**
   * @param options - in the environment, names without `INSPECTOR_`
   * @param others - other variables, with their whole names; told the folder of the program
   */
  static async make(
    options: Readonly<Record<string, string>>,
    others: (folder: string) => Readonly<Record<string, string>> = () => ({}),
  ): Promise<StartedProgram> {
    const folder = await mkdtemp(join(tmpdir(), 'inspector-started-'));
    await chmod(folder, 0o755);
    const env = Object.fromEntries(
      Object.entries(options).map(([name, value]) => [`INSPECTOR_${name}`, value]),
    );
    return new StartedProgram(folder, { PATH: process.env['PATH'] ?? '', ...env, ...others(folder) });
  }

  /** Starts it. `asOther`: as a user that may not write files of root; the tests may run as root, who may. */
  async serve({ asOther = false } = {}): Promise<void> {
    this.said = '';
    const isRoot = process.getuid?.() === 0;
    const child = spawn(process.execPath, [join(ROOT, 'core/bin/inspector.js'), 'serve'], {
      cwd: this.folder,
      env: { ...this.env },
      stdio: ['ignore', 'ignore', 'pipe'],
      ...(asOther && isRoot && { uid: NOBODY }),
    });
    child.stderr.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
    this.exited = once(child, 'close');
    this.child = child;
    await once(child, 'spawn');
  }

  /** Waits until it has said something; fails when it ends without. */
  async saidOnce(what: RegExp): Promise<string> {
    const { child } = this;
    while (!what.test(this.said)) {
      if (!child?.stderr || child.exitCode !== null || child.signalCode !== null)
        throw new Error(`it did not say ${what}:\n${this.said}`);
      await Promise.race([once(child.stderr, 'data'), this.exited]);
    }
    return this.said;
  }

  /** The messages of its log. */
  messages(): string[] {
    return this.said
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => (JSON.parse(line) as { readonly msg: string }).msg);
  }

  /** Waits for its end; the exit status, or the signal that ended it. */
  async ended(): Promise<number | string | null> {
    await this.exited;
    return this.child?.exitCode ?? this.child?.signalCode ?? null;
  }

  /** Sends a signal that does not end it. */
  send(name: NodeJS.Signals): void {
    this.child?.kill(name);
  }

  /** Sends a signal and waits for the end. */
  signal(name: NodeJS.Signals): Promise<number | string | null> {
    this.child?.kill(name);
    return this.ended();
  }

  /** Ends it if it still runs, and removes its folder. */
  async end(): Promise<void> {
    this.child?.kill('SIGKILL');
    await this.exited;
    await rm(this.folder, { recursive: true });
  }
}
