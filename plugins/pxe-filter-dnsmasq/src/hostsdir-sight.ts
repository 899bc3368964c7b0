import { statSync, watch, type BigIntStats } from 'node:fs';
import type { DhcpLogSight } from '@inspector/plugin-api';
import { networkFileSystem } from './network-file-systems.js';
import { isSame, Processes, type SeenProcess, type Watched } from './processes.js';
import { names, ServerSearch, type Search } from './server-search.js';
import { following, nameOf, outdated, unseen, type Sight } from './sight.js';

/** Milliseconds in which a dnsmasq that has just started may not watch its directory yet. */
const STARTING = 2000;
/** Milliseconds by which the start of a process and the birth of a folder have to differ to be told apart. */
const DOUBT = 2000;

/** Looks whether the dnsmasq that runs watches the hosts directory as it is now. */
export class HostsdirSight {
  readonly #search: Search;
  readonly #processes: Processes;
  readonly #servers: ServerSearch;
  readonly #networkFileSystem: (path: string) => string | undefined;
  /** A dnsmasq that was there when the directory was replaced: it watches another one until it ends. */
  #outdated: SeenProcess | undefined;
  /** The dnsmasq of the latest look. */
  #before: SeenProcess | undefined;

  constructor(
    { path, pidFile }: { readonly path: string; readonly pidFile: string },
    on: {
      readonly processes?: Processes;
      readonly networkFileSystem?: (path: string) => string | undefined;
    } = {},
  ) {
    this.#search = { option: 'dhcp-hostsdir', path, pidFile };
    this.#processes = on.processes ?? new Processes();
    this.#networkFileSystem = on.networkFileSystem ?? networkFileSystem;
    this.#servers = new ServerSearch(this.#search, this.#processes);
  }

  /** To be called when another directory is found at the path than at the latest look. */
  directoryWasReplaced(): void {
    const found = this.#servers.find();
    const same = 'server' in found && this.#before && isSame(found.server, this.#before);
    if (same) this.#outdated = this.#before;
  }

  /** Reads the latest requests of machines in the log of the dnsmasq that runs. */
  readLog(addresses: readonly string[]): Promise<DhcpLogSight> {
    return this.#servers.readLog(addresses);
  }

  look(): Sight {
    const found = this.#servers.find();
    if ('absent' in found) return found.absent;
    const { server } = found;
    this.#before = server;
    const { path } = this.#search;
    const folder = statSync(path, { bigint: true, throwIfNoEntry: false });
    if (folder === undefined) return outdated(`${path} does not exist. Make it, and restart dnsmasq.`);
    const network = this.#networkFileSystem(path);
    if (network !== undefined) {
      return unseen(
        `${path} is on ${network}, where the kernel does not tell dnsmasq of every change. Use a directory on a local file system, or the mode hostsfile.`,
      );
    }
    const watched = this.#processes.watchedBy(server.pid);
    const number = this.#kernelNumberOf(path, folder);
    if (watched === undefined || number === undefined) return this.#byTime(server, folder);
    if (watched.some((each) => each.inode === number.inode && each.device === number.device)) {
      this.#outdated = undefined;
      if (!isReadableFor(server, folder)) {
        return outdated(`${nameOf(server)} may not read ${path}. Give the directory the mode 0755.`);
      }
      return following(`${nameOf(server)} watches ${path}.`);
    }
    if (Date.now() - server.startedAt < STARTING) return unseen(`${nameOf(server)} has just started.`);
    return names(found.settings, this.#search) || !found.settings.complete
      ? this.#replaced(server)
      : outdated(
          `${nameOf(server)} does not read ${path}: its settings have no dhcp-hostsdir=${path}. Add it, and restart dnsmasq.`,
        );
  }

  #replaced(server: SeenProcess): Sight {
    return outdated(
      `${nameOf(server)} does not watch ${this.#search.path}: the directory was replaced after dnsmasq had started. Restart dnsmasq.`,
    );
  }

  /** What can be told without seeing what dnsmasq watches. */
  #byTime(server: SeenProcess, folder: BigIntStats): Sight {
    if (this.#outdated && isSame(server, this.#outdated)) return this.#replaced(server);
    const born = Number(folder.birthtimeMs);
    if (born > 0 && born - server.startedAt > DOUBT) return this.#replaced(server);
    return unseen(
      `Inspector may not see which directory ${nameOf(server)} watches. It may as root, or with CAP_SYS_PTRACE.`,
    );
  }

  /**
   * The numbers by which the kernel shows that somebody watches a folder; undefined: not to be found out. They differ from
   * those of stat(2) on some file systems, so we watch the folder ourselves for a moment and look at our own entry.
   */
  #kernelNumberOf(path: string, { ino }: BigIntStats): Watched | undefined {
    const inode = ino.toString(16);
    const watcher = watch(path, { persistent: false });
    watcher.on('error', () => undefined);
    try {
      return this.#processes.watchedBy('self')?.find((each) => each.inode === inode);
    } finally {
      watcher.close();
    }
  }
}

/** Whether the user of a process may list a folder and open what is in it. */
function isReadableFor({ user, groups }: SeenProcess, { mode, uid, gid }: BigIntStats): boolean {
  if (user === undefined || user === 0) return true;
  const bits = user === Number(uid) ? 0o500 : groups.includes(Number(gid)) ? 0o050 : 0o005;
  return (Number(mode) & bits) === bits;
}
