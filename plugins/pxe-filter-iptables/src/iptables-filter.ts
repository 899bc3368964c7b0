import { CommandError } from '@inspector/plugin-api/commands';
import type {
  DhcpServerSight,
  MachineSight,
  PluginLog,
  PxeFilterDriver,
  WantedFilterState,
} from '@inspector/plugin-api';
import { hasInterface } from '@inspector/plugin-api/pxe-filter';
import { compare } from './difference.js';
import type { Subject } from './options.js';
import type { PacketFilter } from './programs.js';
import { rulesFor, type ChainRules } from './rules.js';
import { chainSight, machineSight, type SeenChain } from './sight.js';
import { parseListing, type Snapshot } from './snapshot.js';
import { changeRules, removeChain, swapChains } from './swap.js';
import { transactionOf } from './transaction.js';

/** A chain of packet filter rules in front of the DHCP server. */
export class IptablesFilter implements PxeFilterDriver {
  readonly #filter: PacketFilter;
  readonly #subject: Subject;
  readonly #log: PluginLog;
  readonly #interfaceExists: (name: string) => boolean;
  /** What {@link prepare} has found. */
  #seen: Snapshot | undefined;

  constructor(context: {
    readonly filter: PacketFilter;
    readonly subject: Subject;
    readonly log: PluginLog;
    /** Whether there is a network interface of this name; the kernel is asked unless a test answers. */
    readonly interfaceExists?: (name: string) => boolean;
  }) {
    this.#interfaceExists = context.interfaceExists ?? hasInterface;
    this.#filter = context.filter;
    this.#subject = context.subject;
    this.#log = context.log;
  }

  /** Chains of an earlier run are taken over and changed in place, so that a restart opens nothing. */
  async init(wanted: WantedFilterState): Promise<void> {
    await this.#filter.probe();
    await this.sync(wanted);
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
