import type { Operation } from './recording.js';

/** Bytes that a disk writes as a whole. */
const SECTOR = 512;

type Change = Exclude<Operation, { readonly kind: 'sync' | 'sync-names' }>;

/** A file on a disk: what is on it for sure, and what the operating system still wants to write. */
class DiskFile {
  #content: Buffer | undefined;
  #pending: Change[] = [];

  change(change: Change): void {
    this.#pending.push(change);
  }

  sync(): void {
    for (const change of this.#pending) this.#apply(change);
    this.#pending = [];
  }

  syncName(): void {
    const deleted = this.#pending.findLastIndex(({ kind }) => kind === 'unlink');
    if (deleted < 0) return;
    this.#content = undefined;
    this.#pending = this.#pending.slice(deleted + 1);
  }

  /** What is left of the file when the power goes: of the pending changes any, in parts of whole sectors. */
  afterPowerCut(chance: () => number): Buffer | undefined {
    for (const change of this.#pending) {
      if (change.kind === 'write') this.#applySome(change, chance);
      else if (chance() < 0.5) this.#apply(change);
    }
    this.#pending = [];
    return this.#content;
  }

  #apply(change: Change): void {
    if (change.kind === 'unlink') this.#content = undefined;
    else if (change.kind === 'truncate') this.#resize(change.size);
    else this.#put(change.at, change.data);
  }

  #applySome({ at, data }: Extract<Change, { readonly kind: 'write' }>, chance: () => number): void {
    const luck = chance();
    if (luck < 0.3) return;
    if (luck < 0.6) return this.#put(at, data);
    for (let start = 0; start < data.length;) {
      const end = Math.min(data.length, start + SECTOR - ((at + start) % SECTOR));
      if (chance() < 0.5) this.#put(at + start, data.subarray(start, end));
      start = end;
    }
  }

  #put(at: number, data: Buffer): void {
    if ((this.#content?.length ?? 0) < at + data.length) this.#resize(at + data.length);
    data.copy(this.#content as Buffer, at);
  }

  #resize(size: number): void {
    const content = Buffer.alloc(size);
    this.#content?.copy(content, 0, 0, size);
    this.#content = content;
  }
}

/**
 * The files as a disk has them after the power went when so many operations were done. What was synchronised is there;
 * of the rest chance decides what is.
 */
export function filesAfter(
  operations: readonly Operation[],
  count: number,
  chance: () => number,
): Map<string, Buffer> {
  const disk = new Map<string, DiskFile>();
  for (const operation of operations.slice(0, count)) {
    if (operation.kind === 'sync-names') {
      for (const file of disk.values()) file.syncName();
      continue;
    }
    const file = disk.get(operation.file) ?? new DiskFile();
    disk.set(operation.file, file);
    if (operation.kind === 'sync') file.sync();
    else file.change(operation);
  }
  const left = [...disk].map(([name, file]) => [name, file.afterPowerCut(chance)] as const);
  return new Map(left.filter((entry): entry is [string, Buffer] => entry[1] !== undefined));
}

/** Everything that was written to a file before the cut, whether it reached the disk or not. */
export function writtenBefore(operations: readonly Operation[], count: number, name: string): string {
  const parts = operations
    .slice(0, count)
    .flatMap((operation) => (operation.kind === 'write' && operation.file === name ? [operation.data] : []));
  return Buffer.concat(parts).toString();
}
