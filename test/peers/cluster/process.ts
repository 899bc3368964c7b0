import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from '../../functional/harness.js';

/** An API process or a conductor, as an operator runs it. */
export class ClusterProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly exited: Promise<unknown>,
    readonly url: string,
    /** The lines of its log. */
    readonly log: readonly string[],
  ) {}

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Runs `inspector api` or `inspector conductor` in a folder with a configuration; resolves when it is ready. */
  static async start(command: 'api' | 'conductor', folder: string): Promise<ClusterProcess> {
    const child = spawn(process.execPath, [join(ROOT, 'core/bin/inspector.js'), command], {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const exited = once(child, 'exit');
    const lines: string[] = [];
    createInterface({ input: child.stderr }).on('line', (line) => lines.push(line));
    for await (const line of createInterface({ input: child.stdout })) {
      const url = /(?:listens on|takes calls at) (\S+)/.exec(line)?.[1];
      if (url === undefined) continue;
      return new ClusterProcess(child, exited, url, lines);
    }
    throw new Error(`inspector ${command} ended before it was ready:\n${lines.join('\n')}`);
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  /** Stops it where it stands, as a hung machine. */
  pause(): void {
    this.child.kill('SIGSTOP');
  }

  /** Lets it go on. */
  resume(): void {
    this.child.kill('SIGCONT');
  }

  /** Ends it as an operator would. */
  async stop(): Promise<number | null> {
    this.child.kill('SIGCONT');
    this.child.kill('SIGTERM');
    await this.exited;
    return this.child.exitCode;
  }
}
