import { CommandError } from '@inspector/plugin-api/commands';
import type {
  DhcpServerSight,
  MachineSight,
  PluginLog,
  PxeFilterDriver,
  WantedFilterState,
} from '@inspector/plugin-api';
import { hasInterface, packetFilterFault, type PacketFilterTools } from '@inspector/plugin-api/pxe-filter';
import { compare } from './difference.js';
import type { Subject } from './options.js';
import type { PacketFilter } from './programs.js';
import { rulesFor, type ChainRules } from './rules.js';
import { chainSight, machineSight, type SeenChain } from './sight.js';
import { parseListing, type Snapshot } from './snapshot.js';
import { changeRules, removeChain, swapChains } from './swap.js';
import { transactionOf } from './transaction.js';

/** Rules of every kind there is, about an address for examples (RFC 7042), which no machine has. */
const SOME_STATE: WantedFilterState = {
  allowed: new Set(['00:00:5e:00:53:01']),
  denied: new Set(),
  unknown: 'deny',
  active: true,
  denyUnknownMacs: true,
};
const TOOLS = {
  systemPackage: 'iptables',
  group: "plugins['pxe-filter-iptables']",
  modules: ['ip_tables', 'iptable_filter', 'xt_mac'],
};

/** A chain of packet filter rules in front of the DHCP server. */
export class IptablesFilter implements PxeFilterDriver {
  readonly #filter: PacketFilter;
  readonly #subject: Subject;
  readonly #log: PluginLog;
  readonly #tools: PacketFilterTools;
  readonly #interfaceExists: (name: string) => boolean;
  /** What {@link prepare} has found. */
  #seen: Snapshot | undefined;

  constructor(context: {
    readonly filter: PacketFilter;
    readonly subject: Subject;
    readonly log: PluginLog;
    /** What the rules are changed with, for what is said when that cannot be done. */
    readonly tools: Pick<PacketFilterTools, 'program' | 'helper'>;
    /** Whether there is a network interface of this name; the kernel is asked unless a test answers. */
    readonly interfaceExists?: (name: string) => boolean;
  }) {
    this.#interfaceExists = context.interfaceExists ?? hasInterface;
    this.#filter = context.filter;
    this.#subject = context.subject;
    this.#log = context.log;
    this.#tools = { ...TOOLS, ...context.tools };
  }

  /** Chains of an earlier run are taken over and changed in place, so that a restart opens nothing. */
  async init(wanted: WantedFilterState): Promise<void> {
    await this.#explained(async () => {
      await this.#filter.probe();
      await this.sync(wanted);
    });
  }

  /** Lists the rules, and has the kernel look at rules that it does not take over. */
  async check(): Promise<void> {
    await this.#explained(async () => {
      await this.#filter.probe();
      const present = await this.#look();
      const rules = rulesFor(SOME_STATE);
      const difference = compare(present, rules, this.#subject);
      if (difference.changes > 0) await this.#filter.test(transactionOf(difference, rules, this.#subject));
    });
  }

  async prepare(): Promise<void> {
    this.#seen = undefined;
    this.#seen = await this.#look();
  }

  async sync(wanted: WantedFilterState) {
    const present = this.#seen ?? (await this.#look());
    this.#seen = undefined;
    const rules = rulesFor(wanted);
    try {
      return { changes: await this.#apply(present, rules) };
    } catch (error) {
      if (!CommandError.is(error)) throw error;
      this.#log.warn({ error: error.message }, 'The packet filter changed meanwhile; trying once more');
      return { changes: await this.#apply(await this.#look(), rules) };
    }
  }

  /** Leaves the rules as they are: without them everybody would get a lease. */
  async reset(): Promise<void> {
    this.#seen = undefined;
  }

  async tearDown(): Promise<void> {
    this.#seen = undefined;
    const { hooks, temporaryHooks } = await this.#look();
    await removeChain(this.#filter, this.#subject, this.#subject.chain, hooks);
    await removeChain(this.#filter, this.#subject, this.#subject.temporary, temporaryHooks);
  }

  async inspect(mac: string): Promise<MachineSight> {
    return machineSight(mac, this.#subject, await this.#seenChain());
  }

  async examine(): Promise<DhcpServerSight> {
    return chainSight(this.#subject, await this.#seenChain());
  }

  async #seenChain(): Promise<SeenChain> {
    return {
      snapshot: await this.#look(),
      hasInterface: this.#interfaceExists(this.#subject.networkInterface),
    };
  }

  /** Says what to do where the system lacks something. */
  async #explained(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      throw packetFilterFault(error, this.#tools);
    }
  }

  async #look(): Promise<Snapshot> {
    return parseListing(await this.#filter.single('-S'), this.#subject);
  }

  async #apply(present: Snapshot, wanted: ChainRules): Promise<number> {
    const difference = compare(present, wanted, this.#subject);
    if (difference.changes === 0) return 0;
    if (await this.#filter.restore(transactionOf(difference, wanted, this.#subject)))
      return difference.changes;
    if (!(await changeRules(this.#filter, difference, wanted, this.#subject))) {
      await swapChains(this.#filter, wanted, this.#subject, () => this.#look());
    }
    return difference.changes;
  }
}
