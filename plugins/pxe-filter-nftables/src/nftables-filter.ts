import { CommandError, type CommandRunner } from '@inspector/plugin-api/commands';
import type {
  DhcpServerSight,
  MachineSight,
  PluginLog,
  PxeFilterDriver,
  WantedFilterState,
} from '@inspector/plugin-api';
import { hasInterface, packetFilterFault } from '@inspector/plugin-api/pxe-filter';
import { expectedStructure, parseListing, restOf, type Listing } from './listing.js';
import type { Subject } from './options.js';
import { machineSight, tableSight, type SeenTable } from './sight.js';
import { changesOf, contentFor, countChanges, removal, wholeTable, type TableContent } from './table.js';

/** What the filter works with. */
export interface NftablesContext {
  readonly subject: Subject;
  /** What goes in front of every command; empty when the service may change packet filters itself. */
  readonly helper: readonly string[];
  /** Seconds a command may take. */
  readonly timeout: number;
  readonly run: CommandRunner;
  readonly log: PluginLog;
  /** Whether there is a network interface of this name; the kernel is asked unless a test answers. */
  readonly interfaceExists?: (name: string) => boolean;
}

/** An address for examples (RFC 7042), which no machine has. */
const SOME_MAC = '00:00:5e:00:53:01';
const TOOLS = {
  program: 'nft',
  systemPackage: 'nftables',
  group: "plugins['pxe-filter-nftables']",
  modules: ['nf_tables'],
};

/** A table of its own with sets of MACs in front of the DHCP server; every change is one transaction. */
export class NftablesFilter implements PxeFilterDriver {
  readonly #context: NftablesContext;
  /** What our table looks like, as this version of nft prints it. */
  readonly #structures: Record<TableContent['rest'], readonly unknown[]>;
  /** What {@link prepare} has found. */
  #seen: Listing | undefined;

  constructor(context: NftablesContext) {
    this.#context = context;
    this.#structures = {
      accept: expectedStructure(context.subject, 'accept'),
      drop: expectedStructure(context.subject, 'drop'),
    };
  }

  /** A table of an earlier run is replaced in one step, so that a restart opens nothing. */
  async init(wanted: WantedFilterState): Promise<void> {
    this.#seen = undefined;
    await this.#explained(() => this.#rebuild(contentFor(wanted)));
  }

  /** Has the kernel look at a whole table, which it does not take over. */
  async check(): Promise<void> {
    const content = { allowed: new Set([SOME_MAC]), denied: new Set([SOME_MAC]), rest: 'drop' as const };
    await this.#explained(() =>
      this.#nft(['--check', '-f', '-'], wholeTable(this.#context.subject, content)),
    );
    await this.#explained(() => this.#look());
  }

  async prepare(): Promise<void> {
    this.#seen = undefined;
    this.#seen = await this.#look();
  }

  async sync(wanted: WantedFilterState) {
    const content = contentFor(wanted);
    const listing = this.#seen ?? (await this.#look());
    this.#seen = undefined;
    const rest = listing && restOf(listing, this.#structures);
    if (!listing || rest === undefined) {
      this.#context.log.warn(
        { table: this.#context.subject.table },
        'The table was changed or removed; making it anew',
      );
      await this.#rebuild(content);
      return { changes: content.allowed.size + content.denied.size + 1 };
    }
    const present = { ...listing, rest };
    const changes = countChanges(present, content);
    if (changes > 0) await this.#change(present, content);
    return { changes };
  }

  /** Leaves the table as it is: without it everybody would get a lease. */
  async reset(): Promise<void> {
    this.#seen = undefined;
  }

  async tearDown(): Promise<void> {
    this.#seen = undefined;
    await this.#nft(['-f', '-'], [...removal(this.#context.subject), ''].join('\n'));
  }

  async inspect(mac: string): Promise<MachineSight> {
    return machineSight(mac, this.#context.subject, await this.#seenTable());
  }

  async examine(): Promise<DhcpServerSight> {
    return tableSight(this.#context.subject, await this.#seenTable());
  }

  async #seenTable(): Promise<SeenTable> {
    const { subject, interfaceExists = hasInterface } = this.#context;
    const listing = await this.#look();
    const rest = listing && restOf(listing, this.#structures);
    return { listing, rest, hasInterface: interfaceExists(subject.networkInterface) };
  }

  /** The table as it is; undefined when there is none. */
  async #look(): Promise<Listing | undefined> {
    try {
      return parseListing(await this.#nft(['-j', 'list', 'table', 'inet', this.#context.subject.table]));
    } catch (error) {
      if (CommandError.is(error) && error.stderr.includes('No such file or directory')) return undefined;
      throw error;
    }
  }

  async #change(present: TableContent, content: TableContent): Promise<void> {
    try {
      await this.#nft(['-f', '-'], changesOf(this.#context.subject, present, content));
    } catch (error) {
      if (!CommandError.is(error)) throw error;
      this.#context.log.warn({ error: error.message }, 'The table changed meanwhile; making it anew');
      await this.#rebuild(content);
    }
  }

  async #rebuild(content: TableContent): Promise<void> {
    await this.#nft(['-f', '-'], wholeTable(this.#context.subject, content));
    // Versions of nft differ in what they print; what this one prints of a table just made is right.
    const { structure } = (await this.#look()) ?? {};
    if (structure) this.#structures[content.rest] = structure;
  }

  /** Says what to do where the system lacks something. */
  async #explained(work: () => Promise<unknown>): Promise<void> {
    const { helper } = this.#context;
    try {
      await work();
    } catch (error) {
      throw packetFilterFault(error, { ...TOOLS, helper });
    }
  }

  async #nft(args: readonly string[], input?: string): Promise<string> {
    const { helper, timeout, run } = this.#context;
    const [command = 'nft', ...rest] = [...helper, 'nft', ...args];
    const { stdout } = await run({ command, args: rest, timeout, ...(input === undefined ? {} : { input }) });
    return stdout;
  }
}
