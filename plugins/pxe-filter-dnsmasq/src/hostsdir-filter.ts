import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises';
import type {
  DhcpLogSight,
  DhcpServerSight,
  FilterSyncRun,
  MachineSight,
  PluginLog,
  PxeFilterDriver,
  WantedFilterState,
} from '@inspector/plugin-api';
import { canonicalMac } from '@inspector/plugin-api/ramdisk-data';
import { checkFolder } from './check-folder.js';
import type { DnsmasqProcess } from './dnsmasq-process.js';
import { HostFolder, UNKNOWN_HOSTS, type FolderState } from './host-folder.js';
import type { HostsdirSight } from './hostsdir-sight.js';
import { machineSight } from './machine-sight.js';
import type { DnsmasqOptions } from './options.js';
import { createPace } from './pace.js';
import { plan, type Step } from './plan.js';
import { outdated, type Sight } from './sight.js';
import { removeAbandoned } from './write-whole.js';

/** Files written before other work of the process gets a turn: about 4 ms. */
const TURN = 64;

/** What the filter works with. */
export interface HostsdirContext {
  readonly options: Pick<DnsmasqOptions, 'dhcpHostsdir' | 'purgeDhcpHostsdir'>;
  readonly dnsmasq: DnsmasqProcess;
  /** Looks at the dnsmasq that runs. */
  readonly server: Pick<HostsdirSight, 'look' | 'directoryWasReplaced' | 'readLog'>;
  readonly log: PluginLog;
  /** Waits some milliseconds; tests do not. */
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
}

/** A file per machine in a folder that dnsmasq watches: changes are seen within a millisecond. */
export class HostsdirFilter implements PxeFilterDriver {
  readonly #folder: HostFolder;
  readonly #context: HostsdirContext;
  /** What {@link prepare} has found. */
  #seen: FolderState | undefined;
  /** Whether dnsmasq is not known to watch the directory that is there now. */
  #unwatched = false;
  /** What was last said about dnsmasq in the log. */
  #said = '';

  constructor(context: HostsdirContext) {
    this.#context = context;
    this.#folder = new HostFolder(context.options.dhcpHostsdir, context.log);
  }

  async init(wanted: WantedFilterState): Promise<void> {
    const { dnsmasq, log, options } = this.#context;
    checkFolder('dhcpHostsdir', this.#folder.path);
    if (this.#folder.isHeld && this.#folder.isReplaced()) this.#directoryWasReplaced();
    this.#folder.hold();
    if (!this.#folder.isPublic()) {
      log.warn(
        { folder: this.#folder.path },
        'Not everybody may read the hosts directory: if dnsmasq cannot, all machines get a lease; consider mode 0755',
      );
    }
    removeAbandoned(this.#folder.path);
    const purged = options.purgeDhcpHostsdir && (await this.#purge(wanted));
    await this.#apply(wanted, await this.#folder.read(options.purgeDhcpHostsdir), { paced: !dnsmasq.starts });
    if (purged && dnsmasq.reloads && !dnsmasq.starts) await dnsmasq.reload();
    await this.#start();
    this.#look();
  }

  async prepare(): Promise<void> {
    this.#seen = undefined;
    this.#seen = await this.#folder.read();
  }

  async sync(wanted: WantedFilterState, run?: FilterSyncRun) {
    const replaced = this.#folder.isReplaced();
    const present = (!replaced && this.#seen) || (await this.#folder.read());
    this.#seen = undefined;
    const changes = await this.#apply(wanted, present, { paced: true, run });
    if (replaced) {
      this.#directoryWasReplaced();
      this.#folder.hold();
    }
    await this.#tellOfServer(changes);
    return { changes };
  }

  /** Stops dnsmasq, but goes on knowing which directory it has read. */
  async reset(): Promise<void> {
    await this.#context.dnsmasq.stop();
  }

  async tearDown(): Promise<void> {
    this.#folder.release();
    await this.#context.dnsmasq.stop();
  }

  async examine(): Promise<DhcpServerSight> {
    const { follows, reason } = this.#look();
    return { follows, reason };
  }

  readLog(addresses: readonly string[]): Promise<DhcpLogSight> {
    return this.#context.server.readLog(addresses);
  }

  async inspect(mac: string): Promise<MachineSight> {
    const server = this.#look();
    if (server.follows !== 'yes') return machineSight(server);
    const { machines, strangers } = await this.#folder.read();
    const name = [...machines.keys()].find((each) => canonicalMac(each) === mac) ?? mac;
    const own = this.#folder.saidBy(name);
    const everybody = this.#folder.saidBy(UNKNOWN_HOSTS);
    const strange = strangers.find((each) => this.#folder.mentions(each, mac));
    if (own === 'other') return this.#strange(name);
    if (strange !== undefined) return this.#strange(strange);
    if (own === undefined && everybody === 'other') return this.#strange(UNKNOWN_HOSTS);
    return machineSight(server, { own, everybody: everybody === 'other' ? undefined : everybody });
  }

  #strange(name: string): MachineSight {
    const reason = `The file ${name} in ${this.#folder.path} was written by somebody else and is about this machine. Remove it.`;
    return { verdict: 'unknown', reason };
  }

  /** What is to be seen of dnsmasq, and what is known of it where nothing is to be seen. */
  #look(): Sight {
    const sight = this.#context.server.look();
    if (sight.follows === 'yes') this.#unwatched = false;
    return sight.follows === 'unknown' && this.#unwatched
      ? outdated(`The hosts directory ${this.#folder.path} was replaced while dnsmasq ran. Restart dnsmasq.`)
      : sight;
  }

  #directoryWasReplaced(): void {
    this.#unwatched = true;
    this.#context.server.directoryWasReplaced();
  }

  async #start(): Promise<void> {
    const { dnsmasq } = this.#context;
    await dnsmasq.start();
    if (dnsmasq.starts) this.#unwatched = false;
  }

  /** Makes the changes and returns how many files were written. */
  async #apply(
    wanted: WantedFilterState,
    present: FolderState,
    { paced, run }: { readonly paced: boolean; readonly run?: FilterSyncRun | undefined },
  ): Promise<number> {
    const { urgent, bulk, opening } = plan(wanted, present);
    const failures: unknown[] = [];
    let written = 0;
    const wait = this.#context.sleep ?? sleep;
    const pace = createPace(present.machines.size + bulk.length, (milliseconds) =>
      paced ? wait(milliseconds) : breathe(),
    );
    /** false: a newer desired state is waiting, and the rest may be left to it. */
    const write = async (steps: readonly Step[], leave: boolean): Promise<boolean> => {
      for (const step of steps) {
        try {
          this.#folder.write(step.name, step.verdict);
          written += 1;
        } catch (error) {
          failures.push(error);
        }
        if (written % TURN === 0) await breathe();
        if ((await pace()) && leave && run?.superseded) return false;
      }
      return true;
    };
    await write(urgent, false);
    const complete = await write(bulk, true);
    throwFirst(failures);
    if (!complete) return written;
    await write(opening, true);
    throwFirst(failures);
    return written;
  }

  /**
   * Removes files that do not belong here and returns whether there were any. A running dnsmasq keeps the last
   * record of a file that goes, so machines are denied first.
   */
  async #purge(wanted: WantedFilterState): Promise<boolean> {
    const { machines, strangers } = await this.#folder.read();
    const stale = [...machines].filter(([name]) => !wanted.allowed.has(name) && !wanted.denied.has(name));
    for (const [name, verdict] of stale) {
      if (verdict !== 'deny') this.#folder.write(name, 'deny');
      this.#folder.remove(name);
    }
    for (const name of strangers) this.#folder.remove(name);
    return stale.length + strangers.length > 0;
  }

  /** Sees to it that a dnsmasq that does not see changes learns of them, or that somebody is asked to. */
  async #tellOfServer(changes: number): Promise<void> {
    const { dnsmasq, log } = this.#context;
    const folder = this.#folder.path;
    const sight = this.#look();
    if (sight.follows !== 'no') {
      if (this.#said !== '' && sight.follows === 'yes') log.info({ folder }, sight.reason);
      this.#said = '';
      return;
    }
    if (!sight.silent && dnsmasq.starts) {
      log.warn(
        { folder, reason: sight.reason },
        'dnsmasq is restarted so that it watches the hosts directory',
      );
      await dnsmasq.stop();
      await this.#start();
      return;
    }
    if (!sight.silent && dnsmasq.reloads && (changes > 0 || this.#said !== sight.reason))
      await dnsmasq.reload();
    if (this.#said !== sight.reason) log.error({ folder }, sight.reason);
    this.#said = sight.reason;
  }
}

function throwFirst(failures: readonly unknown[]): void {
  if (failures.length > 0) throw failures[0];
}
