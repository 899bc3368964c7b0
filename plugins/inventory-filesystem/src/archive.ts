import { open, rename, type FileHandle } from 'node:fs/promises';
import {
  BLOCK,
  paddedSize,
  readAt,
  readMember,
  scanTar,
  writeHeader,
  type TarMember,
  type TarScan,
} from '@inspector/plugin-api/tar';
import { ifMissing, replaceFile, type FileLook } from './durable-file.js';

/** Bytes copied at a time. */
const CHUNK = 1024 * 1024;
/** What `tar` pads an archive to. */
const RECORD = 20 * BLOCK;
/** Names of members, as OpenStack-Ansible gives them. */
const MEMBER = /^openstack_inventory\.json-\d{8}_\d{6}(?:_\d+)?\.json$/;

/** A version of the inventory that is to be kept. */
export interface Version {
  readonly bytes: Buffer;
  /** When it was written, seconds since 1970. */
  readonly modified: number;
}

/** A version as it lies in the archive. */
export interface ArchivedVersion {
  /** When it was written, seconds since 1970. */
  readonly modified: number;
  read(): Promise<Buffer>;
}

/**
 * Former versions of the inventory in a tar archive: the oldest first, each under the time at which it was replaced.
 * OpenStack-Ansible's tool reads and continues it, `tar tf` lists it.
 */
export class BackupArchive {
  /** @param keep - how many versions stay; 0: all */
  constructor(
    private readonly path: string,
    private readonly keep: number,
    private readonly warn: (message: string) => void,
  ) {}

  /**
   * Adds a version, unless it is the newest one already, as after a crash. An archive that is damaged is set aside; what can
   * be read of it goes into the new one. Call it under the lock.
   *
   * @param replaced - when the version is replaced
   */
  async add(version: Version, replaced: Date): Promise<void> {
    const old = await open(this.path, 'r').catch(ifMissing);
    try {
      const { members, damage } = old === undefined ? EMPTY : await scanTar(old);
      if (old !== undefined && damage === undefined && (await isNewest(old, members, version))) return;
      const kept = this.keep === 0 ? members : members.slice(Math.max(0, members.length - this.keep + 1));
      const name = freeName(kept, replaced);
      const look: FileLook = {
        warn: this.warn,
        ...(damage !== undefined && { lastCheck: () => this.#setAside(damage, members.length, replaced) }),
      };
      await replaceFile(
        this.path,
        async (file) => {
          if (old !== undefined) for (const member of kept) await copyMember(old, member, file);
          await append(file, name, version);
        },
        look,
      );
    } finally {
      await old?.close();
    }
  }

  /** Calls `visit` with the versions, newest first, until it returns true. Without an archive there are none. */
  async newestFirst(visit: (version: ArchivedVersion) => Promise<boolean>): Promise<void> {
    const file = await open(this.path, 'r').catch(ifMissing);
    if (file === undefined) return;
    try {
      const { members } = await scanTar(file);
      for (const member of members.filter(({ name }) => MEMBER.test(name)).reverse()) {
        const version = { modified: member.modified, read: () => readMember(file, member) };
        if (await visit(version)) return;
      }
    } finally {
      await file.close();
    }
  }

  async #setAside(damage: string, readable: number, now: Date): Promise<void> {
    const aside = `${this.path}.corrupt-${utcText(now)}`;
    await rename(this.path, aside);
    this.warn(
      `The backup archive ${this.path} is damaged (${damage}). It is kept as ${aside}; the new one has the ${readable} versions that could be read, and the newest.`,
    );
  }
}

const EMPTY: TarScan = { members: [], damage: undefined };

async function isNewest(
  file: FileHandle,
  members: readonly TarMember[],
  { bytes }: Version,
): Promise<boolean> {
  const newest = members.at(-1);
  return newest?.size === bytes.length && (await readMember(file, newest)).equals(bytes);
}

/** A name that no other member has, also where several versions are replaced within a second ([INV-I4]). */
function freeName(members: readonly TarMember[], replaced: Date): string {
  const taken = new Set(members.map(({ name }) => name));
  const base = `openstack_inventory.json-${utcText(replaced)}`;
  let name = `${base}.json`;
  for (let count = 2; taken.has(name); count++) name = `${base}_${count}.json`;
  return name;
}

/** `20261129_175200`, in UTC. */
const utcText = (time: Date): string =>
  time.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '_');

async function copyMember(from: FileHandle, { start, end }: TarMember, to: FileHandle): Promise<void> {
  for (let at = start; at < end; at += CHUNK) {
    const chunk = await readAt(from, at, Math.min(CHUNK, end - at));
    // The padding of the last member may be missing at the end of the file.
    const missing = Math.min(CHUNK, end - at) - chunk.length;
    await to.writeFile(missing > 0 ? Buffer.concat([chunk, Buffer.alloc(missing)]) : chunk);
  }
}

async function append(file: FileHandle, name: string, { bytes, modified }: Version): Promise<void> {
  await file.writeFile(writeHeader(name, bytes.length, modified, 0o640));
  await file.writeFile(bytes);
  await file.writeFile(Buffer.alloc(paddedSize(bytes.length) - bytes.length));
  const { size } = await file.stat();
  // Two blocks of zeros end an archive.
  await file.writeFile(Buffer.alloc(Math.ceil((size + 2 * BLOCK) / RECORD) * RECORD - size));
}
