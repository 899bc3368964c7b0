import { setTimeout as pause } from 'node:timers/promises';
import type { EtcdClient } from './etcd-client.js';
import { decode, type KeyValue, keysUnder } from './messages.js';

/** Milliseconds between two tries while etcd cannot be watched. */
const RETRY = 500;

/** Milliseconds after which a watch is begun anew, should it have broken without a sign. */
const LONGEST_WATCH = 60_000;

/** A key of etcd, without the prefix of all keys. */
export interface Entry {
  readonly key: string;
  readonly value: string;
  /** Revision in which it came to be. */
  readonly created: bigint;
}

/** What happened to a key. */
export interface Change {
  /** What it is now; undefined: it was deleted. */
  readonly entry: Entry | undefined;
  /** The revision in which that was seen. */
  readonly revision: bigint;
}

/** Is told what changed, by key; nothing has, where all was read anew and is as before. */
export type ChangeListener = (changes: ReadonlyMap<string, Change>) => void;

/** The part of a key before its last part, with the `/` at its end. */
export const folderOf = (key: string): string => key.slice(0, key.lastIndexOf('/') + 1);

/**
 * A copy of all keys under a prefix, which follows etcd by a watch. It may be late, and is never wrong about the past: at
 * `revision` the keys were what it shows.
 */
export class Mirror {
  #folders = new Map<string, Map<string, Entry>>();
  readonly #listeners: ChangeListener[] = [];
  readonly #end = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #revision = 0n;

  constructor(
    private readonly client: EtcdClient,
    private readonly prefix: string,
  ) {}

  /** The newest revision it has heard of; 0 before the keys were read for the first time. */
  get revision(): bigint {
    return this.#revision;
  }

  /** A key; undefined: there is none. */
  get(key: string): Entry | undefined {
    return this.#folders.get(folderOf(key))?.get(key);
  }

  /** Whether there is any key in a folder. */
  has(folder: string): boolean {
    return (this.#folders.get(folder)?.size ?? 0) > 0;
  }

  /** The keys of a folder in the order in which they came to be. */
  list(folder: string): Entry[] {
    const entries = [...(this.#folders.get(folder)?.values() ?? [])];
    return entries.sort((one, other) => (one.created < other.created ? -1 : 1));
  }

  /** Calls a listener after every change, and whenever all was read anew. */
  onChange(listener: ChangeListener): void {
    this.#listeners.push(listener);
  }

  /** Begins to follow. */
  start(): void {
    this.#running = this.#run();
  }

  /** To be called once the connections are closed. */
  async stop(): Promise<void> {
    this.#end.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#end;
    while (!signal.aborted) {
      const begun = performance.now();
      await this.#follow().catch(() => undefined);
      if (performance.now() - begun < RETRY) await pause(RETRY, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Reads everything and then what changes, until the watch ends. */
  async #follow(): Promise<void> {
    const keys = keysUnder(this.prefix);
    const { header, kvs = [] } = await this.client.range(keys);
    const revision = BigInt(header?.revision ?? 0);
    this.#readAnew(kvs, revision);
    for await (const { events = [], canceled } of this.client.watch(keys, revision + 1n, LONGEST_WATCH)) {
      if (canceled === true) return;
      const changes = new Map<string, Change>();
      for (const { type, kv } of events) {
        const seen = BigInt(kv.mod_revision ?? 0);
        this.#set(changes, this.#keyOf(kv), type === 'DELETE' ? undefined : this.#entryOf(kv), seen);
      }
      if (changes.size > 0) this.#tell(changes);
    }
  }

  #readAnew(kvs: readonly KeyValue[], revision: bigint): void {
    const changes = new Map<string, Change>();
    const present = new Map(kvs.map((kv) => [this.#keyOf(kv), this.#entryOf(kv)]));
    const known = [...this.#folders.values()].flatMap((folder) => [...folder.keys()]);
    for (const key of known) if (!present.has(key)) this.#set(changes, key, undefined, revision);
    for (const [key, entry] of present) {
      const before = this.get(key);
      const same = before?.created === entry.created && before.value === entry.value;
      if (!same) this.#set(changes, key, entry, revision);
    }
    this.#revision = revision;
    this.#tell(changes);
  }

  #set(changes: Map<string, Change>, key: string, entry: Entry | undefined, revision: bigint): void {
    const name = folderOf(key);
    const folder = this.#folders.get(name) ?? new Map<string, Entry>();
    if (entry === undefined) folder.delete(key);
    else folder.set(key, entry);
    if (folder.size === 0) this.#folders.delete(name);
    else this.#folders.set(name, folder);
    changes.set(key, { entry, revision });
    if (revision > this.#revision) this.#revision = revision;
  }

  #tell(changes: ReadonlyMap<string, Change>): void {
    for (const listener of this.#listeners) listener(changes);
  }

  #keyOf({ key }: KeyValue): string {
    return decode(key).slice(this.prefix.length);
  }

  #entryOf(kv: KeyValue): Entry {
    return { key: this.#keyOf(kv), value: decode(kv.value), created: BigInt(kv.create_revision ?? 0) };
  }
}
