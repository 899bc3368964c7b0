import { open, readFile } from 'node:fs/promises';
import type { InventoryChange } from '@inspector/plugin-api/inventory';
import { ifMissing, NEW_FILE_MODE, replaceFile } from './durable-file.js';

/** What is written down about one write of the inventory. */
export interface JournalEntry {
  readonly revision: string;
  readonly number: number;
  readonly author: string;
  readonly reason: string;
  readonly source: string;
  /** ISO 8601, UTC. The file of the inventory has the same time. */
  readonly time: string;
  readonly summary: InventoryChange | null;
}

/** Bytes above which the journal is cut, and how many of its newest entries stay then. */
const LONGEST = 8 * 1024 * 1024;
const KEPT = 2_000;
/** Bytes of the longest entry that is looked for at the end. Of a longer one nobody needs to know quickly. */
const LONGEST_ENTRY = 1024 * 1024;

/**
 * The account of all writes, one JSON object a line, oldest first: an archive of versions has room for neither authors nor
 * reasons. Lines that are no entries, such as half of one from before a crash, are passed over.
 */
export class Journal {
  constructor(
    private readonly path: string,
    private readonly warn: (message: string) => void,
  ) {}

  /** Oldest first. */
  async read(): Promise<JournalEntry[]> {
    const text = await readFile(this.path, 'utf8').catch(ifMissing);
    return (text ?? '').split('\n').flatMap((line) => entryOf(line) ?? []);
  }

  /** The newest entry, for which only the end of the journal is read; undefined: there is none, or it cannot be read. */
  async newest(): Promise<JournalEntry | undefined> {
    const file = await open(this.path, 'r').catch(() => undefined);
    if (file === undefined) return undefined;
    try {
      const { size } = await file.stat();
      const length = Math.min(size, LONGEST_ENTRY);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
      const lines = buffer.toString('utf8', 0, bytesRead).trimEnd().split('\n');
      return entryOf(lines.at(-1) ?? '');
    } catch {
      return undefined;
    } finally {
      await file.close();
    }
  }

  /** Adds an entry. Call it under the lock. */
  async add(entry: JournalEntry, known: readonly JournalEntry[]): Promise<void> {
    const line = JSON.stringify(entry);
    const file = await open(this.path, 'a', NEW_FILE_MODE);
    let size: number;
    try {
      // Begins a line of its own: the last one may have been cut by a crash.
      await file.appendFile((await file.stat()).size === 0 ? `${line}\n` : `\n${line}\n`);
      ({ size } = await file.stat());
    } finally {
      await file.close();
    }
    if (size > LONGEST) await this.#shorten([...known, entry].slice(-KEPT));
  }

  async #shorten(entries: readonly JournalEntry[]): Promise<void> {
    const text = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
    await replaceFile(this.path, (file) => file.writeFile(text), { warn: this.warn });
  }
}

/** Finds the entries of versions; each entry belongs to one version at most. */
export class EntryFinder {
  readonly #entries: JournalEntry[];

  constructor(entries: readonly JournalEntry[]) {
    this.#entries = [...entries];
  }

  /**
   * The entry of a version: of its content, and of its time. Where no time fits, because the file was copied, the newest of
   * its content.
   *
   * @param modified - seconds since 1970
   */
  take(revision: string, modified: number): JournalEntry | undefined {
    const isSame = (entry: JournalEntry): boolean => entry.revision === revision;
    const isOfTime = ({ time }: JournalEntry): boolean =>
      Math.floor(Date.parse(time) / 1000) === Math.floor(modified);
    let at = this.#entries.findLastIndex((entry) => isSame(entry) && isOfTime(entry));
    if (at < 0) at = this.#entries.findLastIndex(isSame);
    return at < 0 ? undefined : this.#entries.splice(at, 1)[0];
  }
}

const isText = (value: unknown): value is string => typeof value === 'string';

function entryOf(line: string): JournalEntry | undefined {
  if (line === '') return undefined;
  let found: unknown;
  try {
    found = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof found !== 'object' || found === null) return undefined;
  const { revision, number, author, reason, source, time, summary } = found as Partial<
    Record<keyof JournalEntry, unknown>
  >;
  if (!isText(revision) || !isText(author) || !isText(reason) || !isText(source)) return undefined;
  if (typeof number !== 'number' || !isText(time) || Number.isNaN(Date.parse(time))) return undefined;
  return { revision, number, author, reason, source, time, summary: summaryOf(summary) };
}

function summaryOf(value: unknown): InventoryChange | null {
  if (typeof value !== 'object' || value === null) return null;
  const found = value as Partial<Record<keyof InventoryChange, unknown>>;
  const names = (list: unknown): string[] => (Array.isArray(list) ? list.filter(isText) : []);
  return {
    hostsAdded: names(found.hostsAdded),
    hostsRemoved: names(found.hostsRemoved),
    groupsAdded: names(found.groupsAdded),
    groupsRemoved: names(found.groupsRemoved),
    groupsChanged: names(found.groupsChanged),
    variablesChanged: names(found.variablesChanged),
  };
}
