import { readFileSync, realpathSync } from 'node:fs';
import type { DhcpLogSight } from '@inspector/plugin-api';
import { readDhcpLog } from './dhcp-log.js';
import { readSettings, type DnsmasqSettings } from './dnsmasq-settings.js';
import { isSame, type Processes, type SeenProcess } from './processes.js';
import { nameOf, silent, unseen, type Sight } from './sight.js';

/** What to search for. */
export interface Search {
  /** Option of dnsmasq that names the path, such as `dhcp-hostsdir`. */
  readonly option: string;
  readonly path: string;
  /** `dnsmasqPidFile`; empty: none. */
  readonly pidFile: string;
}

/** The dnsmasq that was found, or what is known in its absence. */
export type Found =
  { readonly server: SeenProcess; readonly settings: DnsmasqSettings } | { readonly absent: Sight };

/** Finds the dnsmasq that reads a path, and notices when the one that was found last has ended. */
export class ServerSearch {
  readonly #search: Search;
  readonly #processes: Processes;
  #last: SeenProcess | undefined;

  constructor(search: Search, processes: Processes) {
    this.#search = search;
    this.#processes = processes;
  }

  find(): Found {
    const known = this.#byPidFile() ?? this.#again();
    const all = known ? [] : this.#processes.named('dnsmasq');
    const server = known ?? this.#among(all);
    if (server === undefined) return { absent: this.#absence(all) };
    this.#last = server;
    if (/[TtZXx]/.test(server.state)) return { absent: this.#stopped(server) };
    return { server, settings: this.#settingsOf(server) };
  }

  /** Reads the latest requests of machines in its log. */
  async readLog(addresses: readonly string[]): Promise<DhcpLogSight> {
    const found = this.find();
    if ('absent' in found) return { isRead: false, reason: found.absent.reason, requests: [] };
    return readDhcpLog(found.settings, addresses);
  }

  #stopped(server: SeenProcess): Sight {
    const state = /[Tt]/.test(server.state) ? 'is stopped' : 'has ended';
    return silent(`${nameOf(server)} ${state}, so no machine gets a lease from it. Restart it.`);
  }

  #byPidFile(): SeenProcess | undefined {
    const pid = readPid(this.#search.pidFile);
    return pid !== undefined && this.#processes.nameOf(pid) === 'dnsmasq'
      ? this.#processes.find(pid)
      : undefined;
  }

  #again(): SeenProcess | undefined {
    const now = this.#last && this.#processes.find(this.#last.pid);
    return now && this.#last && isSame(now, this.#last) ? now : undefined;
  }

  #among(all: readonly SeenProcess[]): SeenProcess | undefined {
    // dnsmasq runs a helper of the same name, which reads nothing.
    const servers = all.filter(({ parent }) => !all.some(({ pid }) => pid === parent));
    return servers.find((each) => names(this.#settingsOf(each), this.#search));
  }

  #absence(all: readonly SeenProcess[]): Sight {
    const { path, pidFile } = this.#search;
    if (this.#processes.hidesOthers) {
      return unseen(
        'Inspector may not see the processes of other users (hidepid), so it cannot tell whether dnsmasq runs.',
      );
    }
    if (this.#last)
      return silent(`${nameOf(this.#last)} has ended, so no machine gets a lease. Start dnsmasq.`);
    if (pidFile !== '') {
      return silent(
        `dnsmasq does not run (by dnsmasqPidFile, ${pidFile}), so no machine gets a lease. Start dnsmasq.`,
      );
    }
    const secretive = all.find((each) => !this.#settingsOf(each).complete);
    if (secretive) {
      return unseen(
        `Inspector may not read all settings of ${nameOf(secretive)}, so it cannot tell whether that reads ${path}.`,
      );
    }
    return unseen(
      `No dnsmasq among the processes that Inspector can see reads ${path}. Start it; if it runs in another container, Inspector cannot tell what it does.`,
    );
  }

  #settingsOf({ pid }: SeenProcess): DnsmasqSettings {
    return readSettings(this.#processes.commandLine(pid));
  }
}

/** Whether settings name the path that is searched for. */
export const names = (
  { values }: DnsmasqSettings,
  { option, path }: Pick<Search, 'option' | 'path'>,
): boolean => (values.get(option) ?? []).some((each) => real(each) === real(path));

/** Number in a pid file; undefined: there is no file, or no number in it. */
export function readPid(path: string): number | undefined {
  if (path === '') return undefined;
  try {
    const text = readFileSync(path, 'utf8').trim();
    return /^[1-9][0-9]{0,9}$/.test(text) ? Number(text) : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return path;
    throw error;
  }
}
