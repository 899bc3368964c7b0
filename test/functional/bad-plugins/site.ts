import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { UserConfig } from '@inspector/core';
import { pino } from 'pino';
import { resolveConfig } from '../../../core/src/config/load.js';
import { openDatabase } from '../../../core/src/db/open-database.js';
import type { JsonObject } from '@inspector/plugin-api';
import { createMachine, startFakeIronic, type FakeIronic, type Machine } from '@inspector/simulator';
import { eventually, ROOT } from '../harness.js';

/** Milliseconds for anything that happens by itself. */
const LIMIT = 15_000;

const PROGRAM = join(ROOT, 'core/bin/inspector.js');

/** A package of an author: its name without `@acme/inspector-`, its group, and its module for each name. */
export interface BadPackage {
  readonly name: string;
  readonly group: string;
  readonly modules: Readonly<Record<string, string>>;
}

/** One line of the log. */
export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly plugin?: string;
  readonly package?: string;
  readonly fault?: string;
  readonly err?: { readonly stack?: string };
}

/** A service in a process of its own, with plugins of strangers, and a fake Ironic beside it. */
export class BadSite {
  #child: ChildProcess | undefined;
  #exited: Promise<unknown> = Promise.resolve();
  /** What it wrote to standard output and standard error. */
  out = '';
  err = '';
  #machines = 0;

  private constructor(
    readonly folder: string,
    private readonly ironic: FakeIronic,
  ) {}

  static async make(packages: readonly BadPackage[], config: UserConfig): Promise<BadSite> {
    const folder = await mkdtemp(join(tmpdir(), 'inspector-bad-plugins-'));
    for (const { name, group, modules } of packages) {
      const files = Object.entries(modules).map(([id, text]) => [`./${id}.js`, text] as const);
      await writeIn(folder, `node_modules/@acme/inspector-${name}/package.json`, {
        name: `@acme/inspector-${name}`,
        version: '1.2.3',
        type: 'module',
        peerDependencies: { '@inspector/plugin-api': '^1.0.0' },
        inspector: {
          api: 1,
          entryPoints: { [group]: Object.fromEntries(Object.keys(modules).map((id) => [id, `./${id}.js`])) },
        },
      });
      for (const [file, text] of files) {
        await writeIn(folder, `node_modules/@acme/inspector-${name}/${file}`, text);
      }
    }
    const ironic = await startFakeIronic();
    const site = new BadSite(folder, ironic);
    await site.configure(config);
    return site;
  }

  /** Replaces the configuration that the next command reads. */
  configure(config: UserConfig): Promise<void> {
    return writeIn(this.folder, 'inspector.config.json', {
      listenPort: 0,
      introspectionDelay: 0,
      ironic: { endpointOverride: this.ironic.url, retryInterval: 0 },
      ...config,
    });
  }

  /** Installs the contract for plugins that import it. */
  async linkPluginApi(): Promise<void> {
    await mkdir(join(this.folder, 'node_modules/@inspector'), { recursive: true });
    await symlink(join(ROOT, 'plugins/plugin-api'), join(this.folder, 'node_modules/@inspector/plugin-api'));
  }

  /** Starts `inspector serve`; resolves when it listens, fails when it ends before. */
  async serve(): Promise<void> {
    this.#spawn(['serve']);
    await eventually(() => this.#endpoint() ?? this.#endedEarly(), Boolean, 'the address', LIMIT);
  }

  /** Runs a command to its end; its exit status. */
  async run(...argv: readonly string[]): Promise<number | string | null> {
    this.#spawn(argv);
    return this.ended();
  }

  /** Waits for the end of the process; exit status or signal. */
  async ended(): Promise<number | string | null> {
    await this.#exited;
    return this.#child?.exitCode ?? this.#child?.signalCode ?? null;
  }

  get url(): string {
    return this.#endpoint() ?? '';
  }

  /** Whether the process is the one that was started. */
  get runs(): boolean {
    return this.#child?.exitCode === null && this.#child.signalCode === null;
  }

  /** Waits for a line of the log. */
  async logged(wanted: (line: LogLine) => boolean, what: string): Promise<LogLine> {
    const found = () => this.log.find(wanted);
    const line = await eventually(found, Boolean, what, LIMIT);
    if (line === undefined) throw new Error(what);
    return line;
  }

  /** The log so far. */
  get log(): LogLine[] {
    return this.err
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as LogLine);
  }

  /** Replaces a file below its folder. */
  write(path: string, content: string): Promise<void> {
    return writeIn(this.folder, path, content);
  }

  /** Takes all rules out of the database while no service runs. */
  async withoutRules(): Promise<void> {
    const { folder } = this;
    const { database } = resolveConfig({
      database: { connection: `sqlite:///${folder}/ironic_inspector.sqlite` },
    });
    const opened = await openDatabase({
      config: database,
      cwd: folder,
      log: pino({ level: 'silent' }),
      upgrade: false,
    });
    await opened.rules.deleteAll();
    await opened.close();
  }

  async request(method: string, path: string, body?: object): Promise<{ status: number; body: JsonObject }> {
    const response = await fetch(this.url + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as JsonObject) };
  }

  /** Starts the introspection of a new machine and waits for its ramdisk's turn. */
  async begin(): Promise<Machine> {
    const machine = createMachine({ index: this.#machines++, seed: 'bad', driver: 'ipmi' });
    this.ironic.addNode({ ...machine.node, provision_state: 'manageable', power_state: 'power off' });
    for (const port of machine.ports) this.ironic.addPort(port);
    await this.request('POST', `/v1/introspection/${machine.uuid}`);
    await eventually(
      async () => (await this.status(machine))['state'],
      (state) => state === 'waiting',
      'the state',
      LIMIT,
    );
    return machine;
  }

  /** The whole way of one machine, whose data make the plugin of this name misbehave; how it ended. */
  async introspect(misbehave?: string): Promise<JsonObject> {
    const machine = await this.begin();
    await this.request('POST', '/v1/continue', {
      ...machine.payload,
      ...(misbehave === undefined ? {} : { misbehave }),
    }).catch(() => undefined);
    return eventually(
      () => this.status(machine),
      ({ finished }) => finished === true,
      'the status',
      LIMIT,
    );
  }

  async status(machine: Machine): Promise<JsonObject> {
    return (await this.request('GET', `/v1/introspection/${machine.uuid}`)).body;
  }

  /** Stops the service as systemd does; exit status. */
  stop(): Promise<number | string | null> {
    this.#child?.kill('SIGTERM');
    return this.ended();
  }

  async remove(): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.#exited;
    await this.ironic.close();
    await rm(this.folder, { recursive: true });
  }

  #spawn(argv: readonly string[]): void {
    this.out = '';
    this.err = '';
    const child = spawn(process.execPath, [PROGRAM, ...argv], {
      cwd: this.folder,
      env: { PATH: process.env['PATH'] ?? '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (chunk: Buffer) => (this.out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (this.err += chunk.toString()));
    this.#exited = once(child, 'close');
    this.#child = child;
  }

  #endpoint(): string | undefined {
    return /listens on (\S+)/.exec(this.out)?.[1];
  }

  #endedEarly(): undefined {
    if (!this.runs) throw new Error(`inspector serve has ended:\n${this.err}`);
  }
}

async function writeIn(folder: string, path: string, content: string | object): Promise<void> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
}
