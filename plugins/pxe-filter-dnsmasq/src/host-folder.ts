import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  type Stats,
} from 'node:fs';
import { setImmediate as breathe } from 'node:timers/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { canonicalMac } from '@inspector/plugin-api/ramdisk-data';
import type { PluginLog } from '@inspector/plugin-api';
import { FolderWatch } from './folder-watch.js';
import { EVERYBODY, recordOf, verdictOfSize, type Verdict } from './record.js';
import { isReadable, RecyclingWriter } from './write-whole.js';

/** Name of the file for machines without a file of their own. */
export const UNKNOWN_HOSTS = 'unknown_hosts_filter';
/** Files looked at before other work of the process gets a turn: about 2 ms. */
const TURN = 500;
/** Bytes of the largest file of others that is searched. */
const LARGEST = 4 * 1024 * 1024;
/**
 * Milliseconds after which the folder is read as a whole although it is watched. Shorter than the usual period of
 * synchronisation: what the kernel could not tell, because its queue was full or another host wrote to a shared
 * folder, is found by the next periodic run.
 */
const TRUSTED = 10_000;

/** What the folder holds. */
export interface FolderState {
  /** Verdict of every file named by a MAC, by file name; undefined: a file that says nothing that counts. */
  readonly machines: ReadonlyMap<string, Verdict | undefined>;
  /** Verdict of the file for everybody else; undefined: there is none, or it says nothing. */
  readonly everybody: Verdict | undefined;
  /** All other names, those with a leading dot excepted. */
  readonly strangers: readonly string[];
}

interface Contents {
  readonly machines: Map<string, Verdict | undefined>;
  readonly strangers: Set<string>;
  everybody: Verdict | undefined;
}

/** The folder of host files that dnsmasq watches. */
export class HostFolder {
  readonly path: string;
  readonly #log: Pick<PluginLog, 'debug'>;
  readonly #files = new RecyclingWriter();
  #held: number | undefined;
  #watch: FolderWatch | undefined;
  /** What the last whole reading found, kept up to date by what the watch tells. */
  #known: { readonly contents: Contents; readonly at: number } | undefined;
  /** One reading at a time: each changes what is known. */
  readonly #turn = pLimit(1);

  constructor(path: string, log: Pick<PluginLog, 'debug'>) {
    this.path = path;
    this.#log = log;
  }

  /**
   * Remembers which folder is at the path now, by holding it open: the number of a folder that is gone would
   * otherwise be given to the next one. Throws when it is missing or no folder.
   */
  hold(): void {
    this.release();
    this.#held = openSync(this.path, constants.O_RDONLY | constants.O_DIRECTORY);
    try {
      this.#watch = new FolderWatch(this.path);
    } catch (error) {
      this.#log.debug({ folder: this.path, error: String(error) }, 'The hosts directory is read as a whole');
    }
  }

  /** Whether a folder is remembered. */
  get isHeld(): boolean {
    return this.#held !== undefined;
  }

  /** Whether another folder is at the path than the one held. Throws when there is none. */
  isReplaced(): boolean {
    const now = statSync(this.path);
    if (this.#held === undefined) return true;
    const then = fstatSync(this.#held);
    return now.dev !== then.dev || now.ino !== then.ino;
  }

  /** Forgets the folder. */
  release(): void {
    if (this.#held !== undefined) closeSync(this.#held);
    this.#watch?.close();
    this.#files.close();
    this.#held = this.#watch = this.#known = undefined;
  }

  /** Whether users other than its owner and group may read it, as dnsmasq's usually does. */
  isPublic(): boolean {
    return (statSync(this.path).mode & 0o005) === 0o005;
  }

  /**
   * Reads what is there, or, of a folder that is held, what was touched since the last reading. Files are judged
   * by their size; `thorough` reads all of them and compares the contents as well. A file that is no plain file
   * or that not everybody may read says nothing. The answer is good until the next reading.
   */
  read(thorough = false): Promise<FolderState> {
    return this.#turn(() => this.#read(thorough));
  }

  /**
   * Whether a file that is not ours is about a machine: dnsmasq reads every file, whatever its name. Names that dnsmasq
   * does not read, and what is no plain file, are about none.
   */
  mentions(name: string, mac: string): boolean {
    const path = join(this.path, name);
    const file = lstatSync(path, { throwIfNoEntry: false });
    if (!file?.isFile() || file.size > LARGEST || /^[.#]|[~#]$/.test(name)) return false;
    return readFileSync(path, 'latin1').toLowerCase().includes(mac);
  }

  /** What a file says by its contents; undefined: there is none. `other`: something that we do not write. */
  saidBy(name: string): Verdict | 'other' | undefined {
    const file = lstatSync(join(this.path, name), { throwIfNoEntry: false });
    return file && (this.#judge(name, file, true) ?? 'other');
  }

  /** Writes the file of a machine, or the one for everybody else. */
  write(name: string, verdict: Verdict): void {
    this.#files.write(join(this.path, name), recordOf(subjectOf(name), verdict));
  }

  remove(name: string): void {
    rmSync(join(this.path, name));
  }

  async #read(thorough: boolean): Promise<FolderState> {
    const touched = await this.#watch?.take();
    const known = this.#known;
    // The names that were touched are told once: when looking at them fails, nothing is known any more.
    this.#known = undefined;
    const trusted = known !== undefined && performance.now() - known.at < TRUSTED;
    if (thorough || !touched || !trusted || this.isReplaced()) return this.#readAll(thorough);
    for (const name of touched) this.#look(name, known.contents, false);
    this.#known = known;
    return stateOf(known.contents);
  }

  async #readAll(thorough: boolean): Promise<FolderState> {
    const contents: Contents = { machines: new Map(), strangers: new Set(), everybody: undefined };
    const at = performance.now();
    const watch = this.#watch;
    let looked = 0;
    for (const name of readdirSync(this.path)) {
      if (++looked % TURN === 0) await breathe();
      this.#look(name, contents, thorough);
    }
    // Of a folder let go meanwhile nobody has told what changed.
    if (watch === this.#watch) this.#known = { contents, at };
    return stateOf(contents);
  }

  /** Brings what is known of a name up to date. */
  #look(name: string, contents: Contents, thorough: boolean): void {
    if (name.startsWith('.')) return;
    const path = join(this.path, name);
    const file = lstatSync(path, { throwIfNoEntry: false });
    if (name === UNKNOWN_HOSTS) {
      contents.everybody = this.#judge(name, file, thorough);
    } else if (canonicalMac(name) === undefined) {
      if (file) contents.strangers.add(name);
      else contents.strangers.delete(name);
    } else if (file) {
      contents.machines.set(name, this.#judge(name, file, thorough));
    } else {
      contents.machines.delete(name);
    }
  }

  #judge(name: string, file: Stats | undefined, thorough: boolean): Verdict | undefined {
    if (!file?.isFile() || !isReadable(file.mode)) return undefined;
    const verdict = verdictOfSize(file.size, name === UNKNOWN_HOSTS ? 'everybody' : 'machine');
    if (!thorough || verdict === undefined) return verdict;
    const text = readFileSync(join(this.path, name), 'latin1');
    return text === recordOf(subjectOf(name), verdict) ? verdict : undefined;
  }
}

const stateOf = ({ machines, everybody, strangers }: Contents): FolderState => ({
  machines,
  everybody,
  strangers: [...strangers],
});

/** The machines a file is about. */
const subjectOf = (name: string): string =>
  name === UNKNOWN_HOSTS ? EVERYBODY : (canonicalMac(name) ?? name);
