import { CommandError, type CommandRequest } from '@inspector/plugin-api/commands';

/**
 * An `iptables` in memory, at the level of its command line: enough to show which packets pass after every
 * command. Rules are kept as printed.
 */
export class FakeIptables {
  #chains = new Map<string, string[]>([['INPUT', []]]);
  /** Command lines so far. */
  readonly commands: string[] = [];
  /** Called after every command that changed something. */
  onChange: () => void = () => {};
  /** What the restore program does instead of working. */
  restoreFailure:
    { readonly status?: number; readonly stderr?: string; readonly missing?: boolean } | undefined;
  /** Number of the changing command before which the process is killed. */
  killBefore = Infinity;
  knowsWait = true;

  readonly run = async (request: CommandRequest) => {
    const args = request.args.filter((arg) => arg !== '-w');
    this.commands.push([request.command, ...request.args].join(' '));
    if (!this.knowsWait && request.args.includes('-w')) throw failed(request, 2, "unknown option '-w'");
    if (args[0] === '-h') return { stdout: '', stderr: '' };
    if (args[0] === '-S') return { stdout: this.listing(), stderr: '# Warning: legacy tables present' };
    if (--this.killBefore < 0) throw new Error('killed');
    if (request.command.endsWith('-restore')) this.#restore(request);
    else this.#change(args, request);
    this.onChange();
    return { stdout: '', stderr: '' };
  };

  /** Whether a DHCP request of a machine passes. */
  isOpen(mac: string): boolean {
    return this.#verdict('INPUT', mac) ?? true;
  }

  /** What `-S` prints. */
  listing(): string {
    const names = [...this.#chains.keys()];
    const rules = names.flatMap((name) => (this.#chains.get(name) ?? []).map((rule) => `-A ${name} ${rule}`));
    return ['-P INPUT ACCEPT', ...names.slice(1).map((name) => `-N ${name}`), ...rules, ''].join('\n');
  }

  /** Runs a command line as an administrator would. */
  byHand(command: string): void {
    this.#change(command.split(' '), { command: 'iptables', args: [] });
  }

  #restore(request: CommandRequest): void {
    if (this.restoreFailure) {
      throw new CommandError(request, { what: 'failed', ...this.restoreFailure });
    }
    const before = new Map([...this.#chains].map(([name, rules]) => [name, [...rules]]));
    try {
      for (const line of (request.input ?? '').split('\n')) {
        if (line.startsWith(':')) this.#chains.set(line.slice(1).split(' ')[0] ?? '', []);
        else if (line.startsWith('-')) this.#change(line.split(' '), request);
      }
    } catch (error) {
      this.#chains = before;
      throw error;
    }
  }

  #change([command, chain = '', ...rest]: readonly string[], request: CommandRequest): void {
    const rules = this.#chains.get(chain);
    const rule = printed(rest.join(' '));
    if (command === '-N') {
      if (rules) throw failed(request, 1, 'Chain already exists.');
      this.#chains.set(chain, []);
      return;
    }
    if (!rules) throw failed(request, 1, 'No chain/target/match by that name.');
    if (command === '-A') rules.push(rule);
    else if (command === '-I') rules.unshift(rule);
    else if (command === '-F') rules.length = 0;
    else if (command === '-D') {
      if (!rules.includes(rule))
        throw failed(request, 1, 'Bad rule (does a matching rule exist in that chain?).');
      rules.splice(rules.indexOf(rule), 1);
    } else if (command === '-X') {
      const used = [...this.#chains.values()].flat().some((each) => each.endsWith(` -j ${chain}`));
      if (used || rules.length > 0) throw failed(request, 1, 'Device or resource busy.');
      this.#chains.delete(chain);
    } else if (command === '-E') this.#rename(chain, rest[0] ?? '', request);
    else throw failed(request, 2, `unknown option '${command ?? ''}'`);
  }

  #rename(from: string, to: string, request: CommandRequest): void {
    if (this.#chains.has(to)) throw failed(request, 1, 'File exists.');
    const renamed = [...this.#chains].map(([name, rules]): [string, string[]] => [
      name === from ? to : name,
      rules.map((rule) => (rule.endsWith(` -j ${from}`) ? rule.slice(0, -from.length) + to : rule)),
    ]);
    this.#chains = new Map(renamed);
  }

  #verdict(chain: string, mac: string): boolean | undefined {
    for (const rule of this.#chains.get(chain) ?? []) {
      const source = /--mac-source (\S+)/.exec(rule)?.[1]?.toLowerCase();
      if (source !== undefined && source !== mac) continue;
      const target = /-j (\S+)/.exec(rule)?.[1] ?? '';
      if (target === 'ACCEPT') return true;
      if (target === 'DROP' || target === 'REJECT') return false;
      const inner = this.#verdict(target, mac);
      if (inner !== undefined) return inner;
    }
    return undefined;
  }
}

const failed = (request: CommandRequest, status: number, stderr: string) =>
  new CommandError(request, { what: `ended with status ${status}`, status, stderr });

/** Rules are printed in the program's own spelling. */
function printed(rule: string): string {
  return rule
    .replace(/-p udp (?!-m)/, '-p udp -m udp ')
    .replace(/(--mac-source )(\S+)/, (_, option: string, mac: string) => option + mac.toUpperCase())
    .replace(/-j REJECT$/, '-j REJECT --reject-with icmp-port-unreachable');
}
