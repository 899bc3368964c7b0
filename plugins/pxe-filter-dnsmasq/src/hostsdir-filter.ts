import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises';
import type { FilterSyncRun, PluginLog, PxeFilterDriver, WantedFilterState } from '@inspector/plugin-api';
import type { DnsmasqProcess } from './dnsmasq-process.js';
import { HostFolder, type FolderState } from './host-folder.js';
import type { DnsmasqOptions } from './options.js';
import { createPace } from './pace.js';
import { plan, type Step } from './plan.js';
import { removeAbandoned } from './write-whole.js';

/** Files written before other work of the process gets a turn: about 4 ms. */
const TURN = 64;

/** What the filter works with. */
export interface HostsdirContext {
  readonly options: Pick<DnsmasqOptions, 'dhcpHostsdir' | 'purgeDhcpHostsdir'>;
  readonly dnsmasq: DnsmasqProcess;
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

  constructor(context: HostsdirContext) {
    this.#context = context;
    this.#folder = new HostFolder(context.options.dhcpHostsdir, context.log);
  }

  async init(wanted: WantedFilterState): Promise<void> {
    const { dnsmasq, log, options } = this.#context;
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
    await dnsmasq.start();
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
    if (replaced) await this.#watchAgain(changes);
    return { changes };
  }

  async tearDown(): Promise<void> {
    this.#folder.release();
    await this.#context.dnsmasq.stop();
  }

  async inspect(mac: string) {
    return (await this.#folder.read()).machines.get(mac) ?? 'unlisted';
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

  /** dnsmasq goes on watching a folder that was replaced: it has to be restarted, or told of every change. */
  async #watchAgain(changes: number): Promise<void> {
    const { dnsmasq, log } = this.#context;
    const folder = this.#folder.path;
    if (dnsmasq.starts) {
      log.warn(
        { folder },
        'The hosts directory was replaced; dnsmasq is restarted so that it watches the new one',
      );
      await dnsmasq.stop();
      await dnsmasq.start();
      this.#folder.hold();
    } else if (dnsmasq.reloads) {
      if (changes > 0) await dnsmasq.reload();
      log.warn({ folder }, 'The hosts directory was replaced; restart dnsmasq, which watches the old one');
    } else {
      log.error(
        { folder },
        'The hosts directory was replaced and dnsmasq no longer sees changes; restart it now',
      );
    }
  }
}

function throwFirst(failures: readonly unknown[]): void {
  if (failures.length > 0) throw failures[0];
}
