import { createHash } from 'node:crypto';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  checkExpected,
  InspectorError,
  type InventoryBackend,
  type InventoryHistoryPage,
  type InventoryHistoryQuery,
  type InventoryQuery,
  type InventoryRevision,
  type InventoryWrite,
  type InventoryWritten,
  type PluginLog,
  type StoredInventory,
} from '@inspector/plugin-api';
import type { BackupArchive, Version } from './archive.js';
import { ifMissing, removeDrafts, replaceFile, syncFolder } from './durable-file.js';
import { closed, noDirectory, readFault, writeFault } from './faults.js';
import { EntryFinder, Journal, type JournalEntry } from './journal.js';
import { isOpenToEverybody, targetOf, type Place } from './place.js';

/** How the files are kept. */
export interface FilesystemOptions {
  /** Former versions in the archive; 0: all. */
  readonly keep: number;
  /** Write the file of host names. */
  readonly hostnamesFile: boolean;
  /** Milliseconds to wait for another writer; default 15,000. */
  readonly patience?: number;
}

/** The inventory as it lies on the disk. */
interface PresentVersion extends Version {
  readonly revision: string;
  readonly inode: number;
}

/** An inventory in OpenStack-Ansible's file, with its archive of former versions and a journal of all writes. */
export class FilesystemInventory implements InventoryBackend {
  readonly capabilities = { history: true, atomic: true, conditional: true };
  readonly #journal: Journal;
  readonly #warn: (message: string) => void;
  #closed = false;
  #checkedDirectory = false;

  constructor(
    private readonly place: Place,
    private readonly options: FilesystemOptions,
    log: Pick<PluginLog, 'warn'>,
  ) {
    this.#warn = (message) => log.warn(message);
    this.#journal = new Journal(place.journal, this.#warn);
  }

  async load({ revision, signal }: InventoryQuery = {}): Promise<StoredInventory> {
    this.#requireOpen();
    signal?.throwIfAborted();
    const { inventory } = this.place;
    const present = await this.#readable(() => this.#present());
    if (present === undefined && revision === undefined) {
      return { text: null, revision: null, source: inventory };
    }
    if (present !== undefined && (revision ?? present.revision) === present.revision) {
      const text = textOf(present.bytes, inventory);
      const isAsWritten = (await this.#journal.newest())?.revision === present.revision;
      return { text, revision: present.revision, source: inventory, isAsWritten };
    }
    const wanted = revision ?? '';
    const source = `revision ${wanted} in ${this.place.archive}`;
    const bytes = await this.#readable(() => this.#archived(wanted, signal));
    if (bytes === undefined) throw unknownRevision(wanted, this.place.archive);
    return { text: textOf(bytes, source), revision: wanted, source };
  }

  async write(text: string, write: InventoryWrite): Promise<InventoryWritten> {
    this.#requireOpen();
    const { signal } = write;
    signal?.throwIfAborted();
    await this.#checkDirectory();
    const bytes = Buffer.from(text);
    // Whoever comes too late anyway need not wait for the lock.
    await this.#refuseLate(write);
    try {
      const locked = (): Promise<InventoryWritten> => this.#writeLocked(bytes, text, write);
      const { withLock } = await import('./lock.js');
      return await withLock(this.place.lock, locked, { signal, patience: this.options.patience });
    } catch (error) {
      throw writeFault(this.place.directory, error);
    }
  }

  async history({ limit, marker, signal }: InventoryHistoryQuery): Promise<InventoryHistoryPage> {
    this.#requireOpen();
    const entries = await this.#readable(() => this.#journal.read());
    const finder = new EntryFinder(entries);
    const revisions: InventoryRevision[] = [];
    let last: string | undefined;
    let isBehindMarker = marker === undefined;
    let next: string | null = null;
    await this.#versions(async (version) => {
      signal?.throwIfAborted();
      const revision = revisionOf(await version.read());
      const entry = finder.take(revision, version.modified);
      const name = `${revision}@${entry?.time ?? Math.floor(version.modified)}`;
      if (!isBehindMarker) {
        isBehindMarker = name === marker;
        return false;
      }
      if (revisions.length === limit) {
        next = last ?? null;
        return true;
      }
      last = name;
      revisions.push(describe(revision, version.modified, entry));
      return false;
    });
    return { revisions, next };
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  async #writeLocked(bytes: Buffer, text: string, write: InventoryWrite): Promise<InventoryWritten> {
    const { directory, inventory } = this.place;
    const target = await targetOf(inventory);
    const present = await this.#present();
    const entries = await this.#journal.read();
    checkExpected(newestRevision(present, entries), write);
    const revision = revisionOf(bytes);
    if (present?.revision === revision) return { revision, changed: false };
    await removeDrafts(directory);
    const time = new Date();
    if (present !== undefined) await (await this.#archive()).add(present, time);
    write.signal?.throwIfAborted();
    const { author, reason, source, summary } = write;
    const number = (entries.at(-1)?.number ?? 0) + 1;
    // First the account, then the inventory: an entry without a version does no harm, a version without one has no author.
    await this.#journal.add(
      { revision, number, author, reason, source, time: time.toISOString(), summary },
      entries,
    );
    await replaceFile(target, (file) => file.writeFile(bytes), {
      modified: time.getTime() / 1000,
      lastCheck: () => this.#checkUntouched(present, write),
      warn: this.#warn,
    });
    // The archive was renamed first, so that no power failure leaves the new inventory without the former one.
    for (const folder of new Set([directory, dirname(target)])) await syncFolder(folder);
    if (this.options.hostnamesFile) await this.#writeHostNames(text);
    return { revision, changed: true };
  }

  async #refuseLate(write: InventoryWrite): Promise<void> {
    const present = await this.#readable(() => this.#present());
    if (write.expected !== (present?.revision ?? null)) {
      checkExpected(newestRevision(present, await this.#journal.read()), write);
    }
  }

  /** OpenStack-Ansible's tool knows no lock: what it has written meanwhile is not overwritten. */
  async #checkUntouched(present: PresentVersion | undefined, { force }: InventoryWrite): Promise<void> {
    const now = await stat(this.place.inventory).catch(ifMissing);
    const isSame =
      now?.ino === present?.inode && (now === undefined || now.mtimeMs / 1000 === present?.modified);
    if (isSame || force === true) return;
    throw new InspectorError(
      'INSP_INVENTORY_CONFLICT',
      `The inventory is not written: another program has changed ${this.place.inventory} at the same time. Load it again and repeat the change.`,
    );
  }

  /** Loaded when it is needed: Ansible starts a program for every host, which only reads the inventory. */
  async #archive(): Promise<BackupArchive> {
    const { BackupArchive } = await import('./archive.js');
    return new BackupArchive(this.place.archive, this.options.keep, this.#warn);
  }

  async #writeHostNames(text: string): Promise<void> {
    const { hostNamesText } = await import('./host-names.js');
    const content = hostNamesText(text, this.place.inventory);
    await replaceFile(this.place.hostNames, (file) => file.writeFile(content), { warn: this.#warn });
  }

  /** The inventory, then its former versions, the newest first. */
  async #versions(
    visit: (version: { readonly modified: number; read(): Promise<Buffer> }) => Promise<boolean>,
  ): Promise<void> {
    const present = await this.#readable(() => this.#present());
    if (present !== undefined) {
      const { modified, bytes } = present;
      if (await visit({ modified, read: async () => bytes })) return;
    }
    await this.#readable(async () => (await this.#archive()).newestFirst(visit));
  }

  async #archived(revision: string, signal: AbortSignal | undefined): Promise<Buffer | undefined> {
    let found: Buffer | undefined;
    const archive = await this.#archive();
    await archive.newestFirst(async (version) => {
      signal?.throwIfAborted();
      const bytes = await version.read();
      if (revisionOf(bytes) === revision) found = bytes;
      return found !== undefined;
    });
    return found;
  }

  async #present(): Promise<PresentVersion | undefined> {
    const file = await open(this.place.inventory, 'r').catch(ifMissing);
    if (file === undefined) {
      if ((await stat(this.place.directory).catch(ifMissing)) === undefined) {
        throw noDirectory(this.place.directory);
      }
      return undefined;
    }
    try {
      return await readVersion(file);
    } finally {
      await file.close();
    }
  }

  async #readable<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw readFault(this.place.inventory, error);
    }
  }

  async #checkDirectory(): Promise<void> {
    const { directory } = this.place;
    if (this.#checkedDirectory) return;
    if ((await stat(directory).catch(ifMissing)) === undefined) throw noDirectory(directory);
    if (await isOpenToEverybody(directory)) {
      this.#warn(
        `Everybody may write into ${directory}, and so replace the inventory. Take that right away: chmod o-w ${directory}`,
      );
    }
    this.#checkedDirectory = true;
  }

  #requireOpen(): void {
    if (this.#closed) throw closed();
  }
}

async function readVersion(file: FileHandle): Promise<PresentVersion> {
  const { ino, mtimeMs } = await file.stat();
  const bytes = await file.readFile();
  return { bytes, modified: mtimeMs / 1000, revision: revisionOf(bytes), inode: ino };
}

const revisionOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** The text in bytes; what is no UTF-8 is no inventory. A byte order mark is no part of the text. */
function textOf(bytes: Buffer, source: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new InspectorError(
      'INSP_INVENTORY_CORRUPT',
      `${source} is not UTF-8 text, so it is no inventory. Restore a former version: inspector inventory history, inspector inventory restore REVISION`,
      { cause: error },
    );
  }
}

/** What a conflict says about who came first. */
function newestRevision(
  present: PresentVersion | undefined,
  entries: readonly JournalEntry[],
): { revision: string | null; author?: string; time?: string } {
  if (present === undefined) return { revision: null };
  const entry = new EntryFinder(entries).take(present.revision, present.modified);
  const time = new Date(present.modified * 1000).toISOString();
  return { revision: present.revision, time, ...(entry !== undefined && { author: entry.author }) };
}

const describe = (
  revision: string,
  modified: number,
  entry: JournalEntry | undefined,
): InventoryRevision => ({
  revision,
  number: entry?.number ?? null,
  author: entry?.author ?? null,
  reason: entry?.reason ?? null,
  source: entry?.source ?? null,
  time: entry?.time ?? new Date(modified * 1000).toISOString(),
  summary: entry?.summary ?? null,
});

const unknownRevision = (revision: string, archive: string): InspectorError =>
  new InspectorError(
    'INSP_INVENTORY_REVISION_NOT_FOUND',
    `Neither the inventory nor ${archive} has revision ${revision}. "inspector inventory history" lists what there is.`,
  );
