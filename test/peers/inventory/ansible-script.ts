import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandPath } from '../peer.js';

const PROGRAM = fileURLToPath(new URL('../../../core/bin/inspector-inventory.js', import.meta.url));

const INSPECTOR = fileURLToPath(new URL('../../../core/bin/inspector.js', import.meta.url));

/** How a program ended. */
export interface ProgramEnd {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Our inventory script on a file, in a folder of its own, and Ansible's programs that read it. */
export class AnsibleScript {
  private constructor(readonly folder: string) {}

  /** @param document - what the inventory holds at first */
  static async make(document: string | object): Promise<AnsibleScript> {
    const script = new AnsibleScript(await mkdtemp(join(tmpdir(), 'inspector-ansible-')));
    await script.write(document);
    await script.#makeScript(`--file "${script.file('inventory.json')}"`);
    return script;
  }

  /**
   * The script on the backend that a configuration names, which gets a document first.
   *
   * @param config - `{folder}` stands for the folder of the script
   */
  static async onBackend(document: string, config: object): Promise<AnsibleScript> {
    const script = new AnsibleScript(await mkdtemp(join(tmpdir(), 'inspector-ansible-')));
    await script.write(document);
    const text = JSON.stringify(config).replaceAll('{folder}', script.folder);
    await writeFile(script.file('inspector.config.json'), text);
    await script.#makeScript('');
    for (const words of ['dbsync upgrade', 'inventory import inventory.json --replace']) {
      const { status, err } = await script.shell(`"${process.execPath}" "${INSPECTOR}" ${words}`);
      if (status !== 0) throw new Error(`inspector ${words} ended with ${status}: ${err}`);
    }
    return script;
  }

  async #makeScript(options: string): Promise<void> {
    const lines = [
      '#!/bin/sh',
      `echo "$@" >>"${this.file('calls')}"`,
      `cd "${this.folder}" && exec "${process.execPath}" "${PROGRAM}" ${options} "$@"`,
    ];
    await writeFile(this.file('inventory'), `${lines.join('\n')}\n`);
    await chmod(this.file('inventory'), 0o755);
  }

  readonly file = (name: string): string => join(this.folder, name);

  write(document: string | object): Promise<void> {
    return writeFile(
      this.file('inventory.json'),
      typeof document === 'string' ? document : JSON.stringify(document),
    );
  }

  /** The arguments of all calls of the script, a line each. */
  async calls(): Promise<string[]> {
    return (await readFile(this.file('calls'), 'utf8')).trimEnd().split('\n');
  }

  /** Runs a program of Ansible on the script. */
  run(
    program: 'ansible' | 'ansible-inventory' | 'ansible-playbook',
    argv: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<ProgramEnd> {
    const ansible = {
      ANSIBLE_LOCAL_TEMP: this.file('local'),
      ANSIBLE_NOCOLOR: '1',
      ANSIBLE_HOME: this.file('home'),
    };
    return this.#execute(commandPath(program), ['-i', this.file('inventory'), ...argv], {
      ...ansible,
      ...env,
    });
  }

  /** Runs a line of the shell in the folder. */
  shell(line: string): Promise<ProgramEnd> {
    return this.#execute('/bin/sh', ['-c', line], {});
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true });
  }

  #execute(
    program: string,
    argv: readonly string[],
    env: Readonly<Record<string, string>>,
  ): Promise<ProgramEnd> {
    const options = { cwd: this.folder, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 };
    return new Promise((resolve) => {
      execFile(program, argv, options, (error, out, err) =>
        resolve({ status: error === null ? 0 : Number(error.code), out, err }),
      );
    });
  }
}
