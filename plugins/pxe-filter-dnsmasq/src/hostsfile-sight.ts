import { statSync } from 'node:fs';
import type { DhcpLogSight } from '@inspector/plugin-api';
import { isSame, Processes, type SeenProcess } from './processes.js';
import { names, ServerSearch, type Search } from './server-search.js';
import { following, nameOf, outdated, unseen, type Sight } from './sight.js';

/** Milliseconds by which the start of a process and the change of a file have to differ to be told apart. */
const DOUBT = 2000;

/** Looks whether the dnsmasq that runs has read the hosts file as it is now. */
export class HostsfileSight {
  readonly #search: Search;
  readonly #servers: ServerSearch;
  /** The dnsmasq that was told to read the file, and which version of the file that was. */
  #told: { readonly server: SeenProcess; readonly version: string } | undefined;

  constructor(
    { path, pidFile }: { readonly path: string; readonly pidFile: string },
    processes = new Processes(),
  ) {
    this.#search = { option: 'dhcp-hostsfile', path, pidFile };
    this.#servers = new ServerSearch(this.#search, processes);
  }

  /** To be called before dnsmasq is told to read the file; the result is called once it was told. */
  telling(): () => void {
    this.#told = undefined;
    const found = this.#servers.find();
    const version = this.#version();
    return () => {
      if ('server' in found && version !== undefined) this.#told = { server: found.server, version };
    };
  }

  /** Reads the latest requests of machines in the log of the dnsmasq that runs. */
  readLog(addresses: readonly string[]): Promise<DhcpLogSight> {
    return this.#servers.readLog(addresses);
  }

  look(): Sight {
    const found = this.#servers.find();
    if ('absent' in found) return found.absent;
    const { server, settings } = found;
    const { path } = this.#search;
    if (!names(settings, this.#search)) {
      return settings.complete
        ? outdated(
            `${nameOf(server)} does not read ${path}: its settings have no dhcp-hostsfile=${path}. Add it, and restart dnsmasq.`,
          )
        : unseen(
            `Inspector may not read all settings of ${nameOf(server)}, so it cannot tell whether that reads ${path}.`,
          );
    }
    const file = statSync(path, { throwIfNoEntry: false });
    if (file === undefined) return outdated(`${path} does not exist; the next synchronisation makes it.`);
    if (this.#told && isSame(server, this.#told.server) && this.#told.version === this.#version()) {
      return following(`${nameOf(server)} was told to read ${path} after its last change.`);
    }
    if (server.startedAt - file.ctimeMs > DOUBT) {
      return following(`${nameOf(server)} has started after the last change of ${path}.`);
    }
    if (file.ctimeMs - server.startedAt > DOUBT) {
      return outdated(
        `${nameOf(server)} was not told to read ${path} after its last change. Send it SIGHUP, or wait for the next synchronisation.`,
      );
    }
    return unseen(`${nameOf(server)} and ${path} are of the same second, so their order cannot be told.`);
  }

  #version(): string | undefined {
    const file = statSync(this.#search.path, { bigint: true, throwIfNoEntry: false });
    return file && `${file.dev} ${file.ino} ${file.mtimeNs}`;
  }
}
