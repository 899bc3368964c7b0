import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { startDaemon, type Daemon } from '../servers/daemon.js';
import { isPrinted, type Command, type Section } from './page.js';

/** Where the machine of the operator is another one than that of the page. */
export interface Site {
  /** A folder that everything is in. */
  readonly folder: string;
  /** Names and addresses of the page, and what they are here. */
  readonly here: readonly (readonly [string, string])[];
  /** How the service is started that systemd runs, and its address. */
  readonly ironicInspector: { readonly args: readonly string[]; readonly url: string };
}

/** Somebody who follows a page: types its commands into a shell, and looks whether they print what it says. */
export class Operator {
  readonly #site: Site;
  #old: Daemon | undefined;
  #ours: Daemon | undefined;
  readonly #state: string;

  private constructor(site: Site) {
    this.#site = site;
    this.#state = join(site.folder, 'shell-state');
  }

  /** Before the first command: ironic-inspector runs. */
  static async begin(site: Site): Promise<Operator> {
    const operator = new Operator(site);
    await writeFile(operator.#state, '');
    await operator.#systemctl('start', 'ironic-inspector');
    return operator;
  }

  /**
   * Runs the commands of a section.
   *
   * @throws Error with the line of the page where a command fails, or prints something else
   */
  async follow({ title, commands }: Section): Promise<void> {
    for (const command of commands) {
      try {
        await this.#run({ ...command, text: this.#local(command.text) });
      } catch (cause) {
        throw new Error(`"${title}", line ${command.line}: ${command.text}`, { cause });
      }
    }
  }

  /** Ends what runs. */
  async end(): Promise<void> {
    await this.#ours?.stop();
    await this.#old?.stop();
  }

  #local(text: string): string {
    return this.#site.here.reduce((result, [there, here]) => result.replaceAll(there, here), text);
  }

  async #run(command: Command): Promise<void> {
    const service = /^systemctl (start|stop) (\S+)$/.exec(command.text);
    if (service !== null) return this.#systemctl(service[1], service[2]);
    if (command.serves) return this.#serve(command);
    const { status, out, all } = await this.#shell(command.text);
    if (status !== 0) throw new Error(`It ended with ${String(status)}:\n${all}`);
    const expected = { ...command, prints: command.prints.map((line) => this.#local(line)) };
    if (isPrinted(expected, out) || (command.prints.length > 0 && isPrinted(expected, all))) return;
    throw new Error(`It printed something else than the page says:\n${all}`);
  }

  async #systemctl(verb: string | undefined, unit: string | undefined): Promise<void> {
    const { folder, ironicInspector } = this.#site;
    if (unit === 'inspector' && verb === 'stop') {
      await this.#ours?.stop();
      this.#ours = undefined;
    } else if (unit === 'ironic-inspector' && verb === 'stop') {
      await this.#old?.stop();
      this.#old = undefined;
    } else if (unit === 'ironic-inspector' && verb === 'start') {
      const ready = async (): Promise<boolean> => (await fetch(ironicInspector.url)).ok;
      const { args } = ironicInspector;
      this.#old = await startDaemon({ command: '/usr/bin/ironic-inspector', args, cwd: folder, ready });
    } else throw new Error('nobody has said how this is done here');
  }

  async #serve(command: Command): Promise<void> {
    const said = command.prints.map((line) => this.#local(line));
    const daemon: Daemon = await startDaemon({
      command: '/bin/bash',
      args: ['-c', this.#script(`exec ${command.text}`)],
      cwd: this.#site.folder,
      env: this.#env(),
      ready: async () => (await fetch(this.#site.ironicInspector.url)).ok,
    });
    this.#ours = daemon;
    const missing = said.filter((line) => !daemon.output().includes(line));
    if (missing.length > 0) throw new Error(`It did not print ${missing.join('\n')}:\n${daemon.output()}`);
  }

  /** What `cd` and `export` did in one command holds for the next. */
  #script(text: string): string {
    return `source '${this.#state}'; cd "\${AT:-.}"; ${text}\nstatus=$?; export AT="$PWD"; export -p > '${this.#state}'; exit $status`;
  }

  #env(): NodeJS.ProcessEnv {
    const path = [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(':');
    return {
      HOME: this.#site.folder,
      PATH: path,
      NO_COLOR: '1',
      NPM_CONFIG_UPDATE_NOTIFIER: 'false',
      INSPECTOR_URL: this.#site.ironicInspector.url,
    };
  }

  async #shell(text: string): Promise<{ status: number | null; out: string; all: string }> {
    const { folder } = this.#site;
    const child = spawn('/bin/bash', ['-c', this.#script(text)], { cwd: folder, env: this.#env() });
    let [out, all] = ['', ''];
    child.stdin.end();
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      all += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => (all += chunk.toString()));
    const [status] = (await once(child, 'close')) as [number | null];
    return { status, out, all };
  }
}
