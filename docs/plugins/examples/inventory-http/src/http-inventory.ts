import { randomUUID } from 'node:crypto';
import {
  checkExpected,
  InspectorError,
  type InventoryBackend,
  type InventoryQuery,
  type InventoryWrite,
  type InventoryWritten,
  type PluginLog,
  type StoredInventory,
} from '@inspector/plugin-api';
import type { HttpStore, Resource } from './http-store.js';
import {
  damaged,
  digestOf,
  listingText,
  putTogether,
  readListing,
  takeApart,
  type HostEntry,
  type Listing,
} from './listing.js';

const LISTING = 'listing';
const resourceOf = ({ id }: HostEntry): string => `hosts/${id}`;

/** Requests at a time. */
const MOST = 8;
/** Tries against others who write at the same time. */
const TRIES = 5;

/** What is stored. */
interface Present {
  readonly tag: string;
  readonly listing: Listing;
}

/**
 * An inventory on a web server. Each host is a resource that is written once and never changed; a listing names those that
 * count. The conditional PUT of the listing is the write: before it nobody sees the new hosts, after it everybody does.
 */
export class HttpInventory implements InventoryBackend {
  readonly capabilities = { history: false, atomic: true, conditional: true };
  #closed = false;

  constructor(
    private readonly store: HttpStore,
    private readonly log: PluginLog,
  ) {}

  async load({ revision, signal }: InventoryQuery = {}): Promise<StoredInventory> {
    this.#requireOpen();
    const source = this.store.urlOf(LISTING);
    for (let attempt = 1; ; attempt++) {
      const found = await this.store.get(LISTING, signal);
      if (revision !== undefined && revision !== found?.tag) throw unknown(revision);
      if (found === undefined) return { text: null, revision: null, source };
      const listing = readListing(found.text, source);
      const hosts = await this.#hosts(listing, signal);
      if (hosts !== undefined) return { text: putTogether(listing, hosts), revision: found.tag, source };
      // A host has gone in the meantime: there is another listing then, or something is wrong.
      const later = await this.store.get(LISTING, signal);
      if (later?.tag === found.tag) throw damaged(source, 'it names a host that is not there');
      if (attempt === TRIES) throw this.#crowded();
    }
  }

  async write(text: string, write: InventoryWrite): Promise<InventoryWritten> {
    this.#requireOpen();
    const { signal, author } = write;
    signal?.throwIfAborted();
    const { hosts, rest } = takeApart(text);
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const present = await this.#present(write);
      const { author: by, time } = present?.listing ?? {};
      checkExpected({ revision: present?.tag ?? null, author: by ?? null, time: time ?? null }, write);
      const { entries, added } = entriesFor(hosts, present?.listing);
      if (
        present !== undefined &&
        added.size === 0 &&
        isSame({ ...present.listing, hosts: entries, rest }, present)
      ) {
        return { revision: present.tag, changed: false };
      }
      const listing = { author, time: new Date().toISOString(), hosts: entries, rest };
      const revision = await this.#replace(listing, added, present, signal);
      if (revision !== undefined) return { revision, changed: true };
      // Somebody came before: whoever expects a revision is refused by the next look, whoever forces goes on.
    }
    throw this.#crowded();
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  /** Writes the new hosts, then the listing. undefined: somebody else has replaced it before. */
  async #replace(
    listing: Listing,
    added: ReadonlyMap<HostEntry, string>,
    present: Present | undefined,
    signal: AbortSignal | undefined,
  ): Promise<string | undefined> {
    try {
      await each(added, async ([entry, host]) => {
        await this.store.put(resourceOf(entry), host, 'nothing', signal);
      });
    } catch (error) {
      await this.#remove(added.keys());
      throw error;
    }
    const revision = await this.#commit(listingText(listing), present, signal);
    if (revision === undefined) await this.#remove(added.keys());
    else await this.#remove(leftBehind(present?.listing, listing));
    return revision;
  }

  /**
   * The moment of the write. When the answer is lost, a look tells what came of it. Where that is not known either, the new
   * hosts stay: the listing may name them.
   */
  async #commit(
    text: string,
    present: Present | undefined,
    signal: AbortSignal | undefined,
  ): Promise<string | undefined> {
    const condition = present === undefined ? ('nothing' as const) : { tag: present.tag };
    let failure: unknown;
    try {
      const written = await this.store.put(LISTING, text, condition, signal);
      if (written === undefined || written.tag !== null) return written?.tag ?? undefined;
    } catch (error) {
      failure = error;
    }
    const found = await this.store.get(LISTING).catch((): Resource | undefined => undefined);
    if (found?.text === text) return found.tag;
    throw failure ?? this.#crowded();
  }

  /** What is stored. A forced write also replaces what cannot be read. */
  async #present({ force, signal }: InventoryWrite): Promise<Present | undefined> {
    const found = await this.store.get(LISTING, signal);
    if (found === undefined) return undefined;
    try {
      return { tag: found.tag, listing: readListing(found.text, this.store.urlOf(LISTING)) };
    } catch (error) {
      if (force !== true) throw error;
      this.log.warn(`${this.store.urlOf(LISTING)} cannot be read and is replaced by force.`);
      return { tag: found.tag, listing: { author: '', time: '', hosts: new Map(), rest: {} } };
    }
  }

  /** The texts of all hosts; undefined: one of them has gone. */
  async #hosts(listing: Listing, signal: AbortSignal | undefined): Promise<Map<string, string> | undefined> {
    const texts = new Map<string, string>();
    await each(listing.hosts, async ([name, entry]) => {
      const found = await this.store.get(resourceOf(entry), signal);
      if (found === undefined) return;
      if (digestOf(found.text) !== entry.sha256) {
        throw damaged(this.store.urlOf(resourceOf(entry)), `its digest is not ${entry.sha256}`);
      }
      texts.set(name, found.text);
    });
    return texts.size === listing.hosts.size ? texts : undefined;
  }

  #remove(entries: Iterable<HostEntry>): Promise<void> {
    return each(entries, (entry) => this.store.delete(resourceOf(entry)));
  }

  #requireOpen(): void {
    if (!this.#closed) return;
    throw new InspectorError('INSP_INVENTORY_UNAVAILABLE', 'The inventory backend "http" was closed.');
  }

  #crowded(): InspectorError {
    return new InspectorError(
      'INSP_INVENTORY_UNAVAILABLE',
      `${this.store.urlOf(LISTING)} is written by others all the time. Try again.`,
    );
  }
}

/** The hosts of a new listing: those that are as they were, and those that have to be written. */
function entriesFor(
  hosts: ReadonlyMap<string, string>,
  present: Listing | undefined,
): { readonly entries: Map<string, HostEntry>; readonly added: Map<HostEntry, string> } {
  const entries = new Map<string, HostEntry>();
  const added = new Map<HostEntry, string>();
  for (const [name, text] of hosts) {
    const sha256 = digestOf(text);
    const known = present?.hosts.get(name);
    const entry = known?.sha256 === sha256 ? known : { id: randomUUID(), sha256 };
    if (entry !== known) added.set(entry, text);
    entries.set(name, entry);
  }
  return { entries, added };
}

/** Resources that no listing names any more. */
function leftBehind(before: Listing | undefined, after: Listing): HostEntry[] {
  const used = new Set([...after.hosts.values()].map(({ id }) => id));
  return [...(before?.hosts.values() ?? [])].filter(({ id }) => !used.has(id));
}

const isSame = (listing: Listing, present: Present): boolean =>
  listingText(listing) === listingText(present.listing);

/** Does some work for each item, for a few of them at a time; throws the first error when all that was begun has ended. */
async function each<T>(items: Iterable<T>, work: (item: T) => Promise<void>): Promise<void> {
  const rest = items[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (let next = rest.next(); !next.done; next = rest.next()) await work(next.value);
  };
  const ends = await Promise.allSettled(Array.from({ length: MOST }, worker));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

const unknown = (revision: string): InspectorError =>
  new InspectorError(
    'INSP_INVENTORY_REVISION_NOT_FOUND',
    `The inventory backend "http" keeps the newest revision only, and that is not ${revision}.`,
  );
