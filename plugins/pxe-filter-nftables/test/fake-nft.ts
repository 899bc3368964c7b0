import { CommandError, type CommandRequest } from '@inspector/plugin-api/commands';

/** One table in memory, behind the command line of nft: as much of the language as the filter uses. */
export class FakeNft {
  /** Input of every transaction so far. */
  readonly transactions: string[] = [];
  readonly #listed: ((line: string) => string) | undefined;
  #sets = new Map<string, Set<string>>();
  #chains = new Map<string, string[]>();
  #exists = false;

  /** @param listed changes every line of the listing, as another version of nft may */
  constructor(listed?: (line: string) => string) {
    this.#listed = listed;
  }

  readonly run = async (request: CommandRequest) => {
    if (request.args.includes('list')) return { stdout: this.#list(request), stderr: '' };
    const before = [structuredClone(this.#sets), structuredClone(this.#chains), this.#exists] as const;
    try {
      this.#load(request.input ?? '', request);
      this.transactions.push(request.input ?? '');
    } catch (error) {
      [this.#sets, this.#chains, this.#exists] = before;
      throw error;
    }
    return { stdout: '', stderr: '' };
  };

  /** Whether a DHCP request of a machine passes. */
  isOpen(mac: string): boolean {
    if (!this.#exists || !this.#chains.get('input')?.some((rule) => rule.endsWith('jump dhcp'))) return true;
    for (const rule of this.#chains.get('dhcp') ?? []) {
      const set = /^ether saddr @(\w+) /.exec(rule)?.[1];
      if (set === undefined || this.#sets.get(set)?.has(mac)) return rule.endsWith('accept');
    }
    return true;
  }

  get exists(): boolean {
    return this.#exists;
  }

  /** Carries out a transaction as an administrator would. */
  byHand(input: string): void {
    this.#load(input, { command: 'nft', args: [] });
  }

  #load(input: string, request: CommandRequest): void {
    let [set, chain] = ['', ''];
    for (const line of input.split('\n').map((each) => each.trim())) {
      const words = line.split(' ');
      const name = words[4] ?? '';
      const macs = line.match(/(?:[0-9a-f]{2}:){5}[0-9a-f]{2}/g) ?? [];
      if (line.startsWith('add table') || line.startsWith('table ')) this.#exists = true;
      else if (line.startsWith('delete table')) this.#drop();
      else if (line.startsWith('set ')) this.#sets.set((set = words[1] ?? ''), new Set());
      else if (line.startsWith('elements')) this.#sets.set(set, new Set(macs));
      else if (line.startsWith('chain ')) this.#chains.set((chain = words[1] ?? ''), []);
      else if (line.startsWith('add element')) for (const mac of macs) this.#set(name, request).add(mac);
      else if (line.startsWith('delete element')) this.#remove(name, macs, request);
      else if (line.startsWith('flush chain')) this.#chains.set(name, []);
      else if (line.startsWith('add rule')) this.#chains.get(name)?.push(words.slice(5).join(' '));
      else if (!['', '}', 'type ether_addr'].includes(line) && !line.startsWith('type filter')) {
        this.#chains.get(chain)?.push(line);
      }
    }
  }

  #drop(): void {
    this.#exists = false;
    this.#sets.clear();
    this.#chains.clear();
  }

  #set(name: string, request: CommandRequest): Set<string> {
    const set = this.#sets.get(name);
    if (!set) throw missing(request);
    return set;
  }

  #remove(name: string, macs: readonly string[], request: CommandRequest): void {
    for (const mac of macs) if (!this.#set(name, request).delete(mac)) throw missing(request);
  }

  #list(request: CommandRequest): string {
    if (!this.#exists) throw missing(request);
    const table = request.args.at(-1);
    const items = [
      { table: { family: 'inet', name: table, handle: 7 } },
      ...[...this.#sets].map(([name, elem]) => ({
        set: {
          family: 'inet',
          name,
          table,
          type: 'ether_addr',
          handle: 1,
          ...(elem.size ? { elem: [...elem] } : {}),
        },
      })),
      ...[...this.#chains.keys()].map((name) => ({
        chain: { family: 'inet', table, name, handle: 2, ...(name === 'input' ? BASE : {}) },
      })),
      ...[...this.#chains].flatMap(([chain, rules]) =>
        rules.map((rule) => ({ rule: { family: 'inet', table, chain, handle: 3, expr: expressions(rule) } })),
      ),
    ].map((item) => JSON.stringify(item));
    const lines = this.#listed ? items.map(this.#listed) : items;
    return `{"nftables": [{"metainfo": {"version": "1.0.6", "json_schema_version": 1}}, ${lines.join(', ')}]}`;
  }
}

const BASE = { type: 'filter', hook: 'input', prio: -10, policy: 'accept' };

const missing = (request: CommandRequest) =>
  new CommandError(request, {
    what: 'ended with status 1',
    status: 1,
    stderr: 'Error: No such file or directory',
  });

function expressions(rule: string): object[] {
  const match = (left: object, right: unknown) => ({ match: { op: '==', left, right } });
  const hook = /^iifname "(.*)" meta nfproto (\w+) udp dport (\d+) jump dhcp$/.exec(rule);
  if (hook) {
    return [
      match({ meta: { key: 'iifname' } }, hook[1]),
      match({ meta: { key: 'nfproto' } }, hook[2]),
      match({ payload: { protocol: 'udp', field: 'dport' } }, Number(hook[3])),
      { jump: { target: 'dhcp' } },
    ];
  }
  const source = /^ether saddr (@\w+) /.exec(rule)?.[1];
  const verdict = { [rule.split(' ').at(-1) ?? '']: null };
  return source ? [match({ payload: { protocol: 'ether', field: 'saddr' } }, source), verdict] : [verdict];
}
