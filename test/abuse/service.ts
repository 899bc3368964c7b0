import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { startFakeIronic, type FakeIronic } from '@inspector/simulator';
import { runSql } from '../functional/behind-its-back.js';
import { ROOT, eventually, payload } from '../functional/harness.js';

const PROGRAM = join(ROOT, 'core/bin/inspector.js');
const PROBE = pathToFileURL(join(import.meta.dirname, 'probe.mjs')).href;

/** Megabytes the process may use for JavaScript: a small machine, on which every waste shows. */
const HEAP = 256;

/** What no line of the log may hold. */
export const SECRETS = { password: 'pwSx7Gq2ironic', token: 'tokenK4vQ9client' } as const;

/** What the service says about itself; megabytes and milliseconds. */
export interface Look {
  /** Memory in use, garbage not counted. */
  readonly live: number;
  /** The longest time since the last look in which it did nothing for others. */
  readonly stall: number;
  /** How long it worked in that time, and how long the machine gave it no processor. */
  readonly worked: number;
  readonly queued: number;
}

/** `inspector serve` as a process of its own, with little memory, over a fake Ironic. It is what gets abused. */
export class AbusedService {
  /** The lines of its log. */
  readonly log: string[] = [];

  private constructor(
    readonly folder: string,
    readonly ironic: FakeIronic,
    private readonly child: ChildProcess,
  ) {}

  /** Where it listens. */
  url = '';

  /** @param options - in the environment, names without `INSPECTOR_` */
  static async start(options: Readonly<Record<string, string>> = {}): Promise<AbusedService> {
    const folder = await mkdtemp(join(tmpdir(), 'inspector-abuse-'));
    const ironic = await startFakeIronic();
    const all = {
      LISTEN_PORT: '0',
      INTROSPECTION_DELAY: '0',
      CLEAN_UP_PERIOD: '0',
      // All of the abuse comes from this machine.
      TRUSTED_PROXIES: '192.0.2.1',
      IRONIC__ENDPOINT_OVERRIDE: ironic.url,
      IRONIC__AUTH_TYPE: 'http_basic',
      IRONIC__USERNAME: 'inspector',
      IRONIC__PASSWORD: SECRETS.password,
      DATABASE__CONNECTION: `sqlite:///${folder}/inspector.sqlite`,
      ...options,
    };
    const env = {
      PATH: process.env['PATH'] ?? '',
      NODE_OPTIONS: `--max-old-space-size=${String(HEAP)} --import=${PROBE}`,
      ...Object.fromEntries(Object.entries(all).map(([name, value]) => [`INSPECTOR_${name}`, value])),
    };
    await promisify(execFile)(process.execPath, [PROGRAM, 'dbsync', 'upgrade'], { cwd: ROOT, env });
    const child = spawn(process.execPath, [PROGRAM, 'serve'], {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const service = new AbusedService(folder, ironic, child);
    try {
      await service.#listens();
      await service.#warmUp();
    } catch (error) {
      await service.stop();
      throw error;
    }
    return service;
  }

  async #listens(): Promise<void> {
    this.#read();
    const started = (): string | undefined => this.log.find((text) => text.includes('Inspector listens on'));
    const line = await eventually(
      () => started() ?? this.#end(),
      (text) => text !== undefined,
      'the start of the service',
      60_000,
    );
    this.url = /listens on (\S+?)["\s]/.exec(line ?? '')?.[1] ?? '';
  }

  /** Has it load and compile what every request needs, so that this is not taken for growth. */
  async #warmUp(): Promise<void> {
    const body = JSON.stringify(await payload());
    for (let time = 0; time < 20; time++) {
      for (const [path, init] of [
        ['/v1/continue', { method: 'POST', body }],
        ['/v1/introspection', {}],
        ['/metrics', {}],
      ] as const)
        await (await fetch(this.url + path, init)).arrayBuffer();
    }
  }

  #read(): void {
    let rest = '';
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      this.log.push(...lines);
    });
  }

  /** Fails when the process has ended. */
  #end(): undefined {
    if (this.isAlive) return undefined;
    throw new Error(`the service has ended:\n${this.log.slice(-20).join('\n')}`);
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  /** Whether it is the process that was started. */
  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Its memory in megabytes, now and at most so far. */
  async memory(): Promise<{ readonly now: number; readonly peak: number }> {
    const status = await readFile(`/proc/${String(this.child.pid)}/status`, 'utf8');
    const megabytes = (name: string): number =>
      Math.round(Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024);
    return { now: megabytes('VmRSS'), peak: megabytes('VmHWM') };
  }

  /** Runs SQL on its database, behind its back. */
  sql(text: string): Promise<void> {
    return runSql(join(this.folder, 'inspector.sqlite'), text);
  }

  /** Has it say how it is. The longest time is counted anew from now on. */
  async look(): Promise<Look> {
    const answer = once(this.child, 'message');
    this.child.send('look');
    const [look] = (await answer) as [Look];
    return look;
  }

  /** The requests that were answered with a failure of the service itself, as its metrics tell them. */
  async failures(): Promise<string[]> {
    const metrics = await (await fetch(`${this.url}/metrics`)).text();
    return metrics
      .split('\n')
      .filter((line) => /^inspector_http_request_seconds_count\{.*status="5(?!03)/.test(line));
  }

  /** Waits for a line of its log. */
  async saidOnce(what: RegExp): Promise<void> {
    await eventually(
      () => this.log.some((line) => what.test(line)),
      (said) => said,
      `the log without ${String(what)}`,
      60_000,
    );
  }

  async stop(): Promise<void> {
    const ended = this.isAlive ? once(this.child, 'close') : undefined;
    this.child.kill('SIGTERM');
    await ended;
    await this.ironic.close();
    await rm(this.folder, { recursive: true });
  }
}
