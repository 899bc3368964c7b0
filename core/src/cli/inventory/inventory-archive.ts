import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InspectorError } from '@inspector/plugin-api';
import { BLOCK, isArchive, readAt, readMember, scanTar } from '@inspector/plugin-api/tar';
import { fileFault } from '../files.js';

/** A former version of an inventory. */
export interface ArchivedInventory {
  /** Name of the file in the archive, which has the time at which the version was replaced. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** What is in an archive. */
export interface InventoryArchive {
  /** The oldest first. */
  readonly versions: readonly ArchivedInventory[];
  /** What is not in `versions`, a sentence each. */
  readonly warnings: readonly string[];
}

/** How OpenStack-Ansible names versions, and Inspector those of one second. */
const VERSION = /^openstack_inventory\.json-\d{8}_\d{6}(?:_\d+)?\.json$/;
/** How a file begins that gzip, bzip2 or xz has made. */
const COMPRESSED: readonly (readonly [string, string])[] = [
  ['gunzip', '1f8b'],
  ['bunzip2', '425a68'],
  ['unxz', 'fd377a585a00'],
];

/**
 * Reads a backup archive of OpenStack-Ansible's tool, also what it has lost behind zeros.
 *
 * @param file - relative to `cwd`
 * @returns undefined where the file is no archive
 * @throws `INSP_FILE_FAILED` where it cannot be read; `INSP_INVENTORY_CORRUPT` where it is compressed, or has no inventory
 */
export async function readInventoryArchive(file: string, cwd: string): Promise<InventoryArchive | undefined> {
  const path = resolve(cwd, file);
  const handle = await open(path, 'r').catch((cause: unknown) => {
    throw fileFault('read the inventory', path, cause);
  });
  try {
    if (!(await handle.stat()).isFile()) return undefined;
    const beginning = await readAt(handle, 0, BLOCK);
    const [program] = COMPRESSED.find(([, magic]) => beginning.toString('hex').startsWith(magic)) ?? [];
    if (program !== undefined) {
      throw new InspectorError(
        'INSP_INVENTORY_CORRUPT',
        `${path} is compressed. Unpack it first: ${program} ${path}`,
      );
    }
    if (!isArchive(beginning)) return undefined;
    const { members, damage } = await scanTar(handle);
    const found = members.filter(({ name }) => VERSION.test(name));
    if (found.length === 0) {
      throw new InspectorError(
        'INSP_INVENTORY_CORRUPT',
        `The archive ${path} has no inventory: none of its files has a name such as openstack_inventory.json-20260101_000000.json. Unpack it, and import the files.`,
      );
    }
    const versions: ArchivedInventory[] = [];
    for (const member of found) {
      versions.push({ name: member.name, bytes: await readMember(handle, member) });
    }
    const others = members.filter((member) => !found.includes(member));
    return {
      versions,
      warnings: [
        ...others.map(({ name }) => `The archive has ${JSON.stringify(name)}, too, which is no inventory`),
        ...(damage === undefined ? [] : [`The archive is damaged, and its rest is left out: ${damage}`]),
      ],
    };
  } finally {
    await handle.close();
  }
}
