import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InventoryBackend, InventoryWrite } from '@inspector/plugin-api';
import { createContext, recordLog, type RecordedLog } from '@inspector/test-kit';
import inventory from '../src/index.js';

/** A folder with an inventory, and what was logged. */
export interface OpenInventory {
  readonly backend: InventoryBackend;
  readonly folder: string;
  readonly file: string;
  readonly archive: string;
  readonly log: RecordedLog;
  /** A file in the folder. */
  at(name: string): string;
}

/** Opens the inventory in a folder. */
export async function openIn(
  folder: string,
  options: Record<string, boolean | number> = {},
): Promise<OpenInventory> {
  const log = recordLog();
  const at = (name: string): string => join(folder, name);
  const backend = await inventory.setup(
    createContext(inventory, { options: { directory: folder, ...options }, log }),
  );
  return {
    backend,
    folder,
    file: at('openstack_inventory.json'),
    archive: at('backup_openstack_inventory.tar'),
    log,
    at,
  };
}

/** A fresh folder; `remove` deletes it. */
export async function freshFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'inspector-inventory-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** How the tests write. */
export const write = (options: Partial<InventoryWrite> = {}): InventoryWrite => ({
  author: 'test',
  reason: '',
  source: 'test',
  summary: null,
  ...(options.expected === undefined && { force: true }),
  ...options,
});

/** A small document. */
export const document = (counter: number): string =>
  `{\n    "_meta": {\n        "hostvars": {\n            "node-1": {\n                "counter": ${counter}\n            }\n        }\n    }\n}`;

/** Every file with content and times of change: tells two states of a folder apart. */
export async function inside(folder: string): Promise<string> {
  const lines: string[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const { mtimeMs, ino } = await stat(join(folder, name));
    lines.push(`${name} ${ino} ${mtimeMs} ${(await readFile(join(folder, name))).toString('latin1')}`);
  }
  return lines.join('\n');
}
