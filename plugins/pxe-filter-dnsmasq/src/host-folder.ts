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
} from 'node:fs';
import { setImmediate as breathe } from 'node:timers/promises';
import { join } from 'node:path';
import { canonicalMac } from '@inspector/core';
import { EVERYBODY, recordOf, verdictOfSize, type Verdict } from './record.js';
import { isReadable, writeWhole } from './write-whole.js';

/** Name of the file for machines without a file of their own. */
export const UNKNOWN_HOSTS = 'unknown_hosts_filter';
/** Files looked at before other work of the process gets a turn: about 2 ms. */
const TURN = 500;

/** What the folder holds. */
export interface FolderState {
  /** Verdict of every file named by a MAC, by file name; undefined: a file that says nothing that counts. */
  readonly machines: ReadonlyMap<string, Verdict | undefined>;
  /** Verdict of the file for everybody else; undefined: there is none, or it says nothing. */
  readonly everybody: Verdict | undefined;
  /** All other names, those with a leading dot excepted. */
  readonly strangers: readonly string[];
}

/** The folder of host files that dnsmasq watches. */
export class HostFolder {
  readonly path: string;
  #held: number | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /**
   * Remembers which folder is at the path now, by holding it open: the number of a folder that is gone would
   * otherwise be given to the next one. Throws when it is missing or no folder.
   */
  hold(): void {
    this.release();
    this.#held = openSync(this.path, constants.O_RDONLY | constants.O_DIRECTORY);
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
    this.#held = undefined;
  }

  /** Whether users other than its owner and group may read it, as dnsmasq's usually does. */
  isPublic(): boolean {
    return (statSync(this.path).mode & 0o005) === 0o005;
  }

  /**
   * Reads what is there. Files are judged by their size; `thorough` compares the contents as well. A file that
   * is no plain file or that not everybody may read says nothing.
   */
  async read(thorough = false): Promise<FolderState> {
    const machines = new Map<string, Verdict | undefined>();
    const strangers: string[] = [];
    let everybody: Verdict | undefined;
    let looked = 0;
    for (const name of readdirSync(this.path)) {
      if (++looked % TURN === 0) await breathe();
      if (name === UNKNOWN_HOSTS) everybody = this.#judge(name, 'everybody', thorough);
      else if (canonicalMac(name)) machines.set(name, this.#judge(name, 'machine', thorough));
      else if (!name.startsWith('.')) strangers.push(name);
    }
    return { machines, everybody, strangers };
  }

  /** Writes the file of a machine, or the one for everybody else. */
  write(name: string, verdict: Verdict): void {
    writeWhole(join(this.path, name), recordOf(subjectOf(name), verdict));
  }

  remove(name: string): void {
    rmSync(join(this.path, name));
  }

  #judge(name: string, subject: 'machine' | 'everybody', thorough: boolean): Verdict | undefined {
    const path = join(this.path, name);
    const file = lstatSync(path, { throwIfNoEntry: false });
    if (!file?.isFile() || !isReadable(file.mode)) return undefined;
    const verdict = verdictOfSize(file.size, subject);
    if (!thorough || verdict === undefined) return verdict;
    return readFileSync(path, 'latin1') === recordOf(subjectOf(name), verdict) ? verdict : undefined;
  }
}

/** The machines a file is about. */
const subjectOf = (name: string): string =>
  name === UNKNOWN_HOSTS ? EVERYBODY : (canonicalMac(name) ?? name);
