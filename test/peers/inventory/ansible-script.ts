import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandPath } from '../peer.js';

const PROGRAM = fileURLToPath(new URL('../../../core/bin/inspector-inventory.js', import.meta.url));

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
    const lines = [
      '#!/bin/sh',
      `echo "$@" >>"${script.file('calls')}"`,
      `exec "${process.execPath}" "${PROGRAM}" --file "${script.file('inventory.json')}" "$@"`,
    ];
    await writeFile(script.file('inventory'), `${lines.join('\n')}\n`);
    await chmod(script.file('inventory'), 0o755);
    return script;
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
