import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { InspectorError } from '@inspector/plugin-api';
import { codeOf, ifMissing } from './durable-file.js';
import { isGone, ownLock, readOwner, type LockOwner } from './lock-owner.js';

/** How long a writer waits for one other writer, in milliseconds. A write takes far less, also with a large archive. */
const PATIENCE = 15_000;
/** How often that, where the lock goes from one writer to the next. */
const MOST_PATIENCES = 8;
/** Longest pause between two tries, in milliseconds. */
const PAUSE = 25;
/** After so many milliseconds a lock file without an owner is one whose process died before it could write its name. */
const NAMELESS = 3_000;

/** How a lock is waited for. */
export interface LockOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that one owner may have it; default 15,000. Of many owners one after another, eight times as long. */
  readonly patience?: number | undefined;
}

/**
 * Runs work while no other process has the lock: a file that names its owner. A lock whose process has died is taken over.
 *
 * @throws `INSP_INVENTORY_UNAVAILABLE` when the lock does not get free; what the work throws
 */
export function withLock<T>(path: string, work: () => Promise<T>, options: LockOptions = {}): Promise<T> {
  // In this process first come, first served; the file is between processes.
  const before = queues.get(path) ?? Promise.resolve();
  const result = before.then(() => withLockFile(path, work, options));
  const settled = result.then(
    () => undefined,
    () => undefined,
  );
  queues.set(path, settled);
  void settled.then(() => {
    if (queues.get(path) === settled) queues.delete(path);
  });
  return result;
}

/** The last one that waits for each lock. */
const queues = new Map<string, Promise<void>>();

async function withLockFile<T>(
  path: string,
  work: () => Promise<T>,
  { signal, patience = PATIENCE }: LockOptions,
): Promise<T> {
  signal?.throwIfAborted();
  const owner = await ownLock();
  const begun = performance.now();
  let since = begun;
  let seen: string | undefined;
  while (!(await take(path, owner))) {
    signal?.throwIfAborted();
    const present = await presentOwner(path);
    if (present?.id !== seen) [seen, since] = [present?.id, performance.now()];
    if (await canBeTakenOver(path, present)) {
      await removeAbandoned(path, present);
      continue;
    }
    const now = performance.now();
    if (now - since > patience || now - begun > patience * MOST_PATIENCES) {
      throw stillLocked(path, present, now - since);
    }
    await pause(Math.random() * PAUSE, undefined, { signal });
  }
  try {
    return await work();
  } finally {
    await release(path, owner);
  }
}

async function take(path: string, owner: LockOwner): Promise<boolean> {
  try {
    await writeFile(path, `${JSON.stringify(owner)}\n`, { flag: 'wx', mode: 0o644 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** A lock that somebody else has by now, because an operator deleted ours, stays. */
async function release(path: string, { id }: LockOwner): Promise<void> {
  if ((await presentOwner(path))?.id === id) await rm(path, { force: true });
}

async function presentOwner(path: string): Promise<LockOwner | undefined> {
  const text = await readFile(path, 'utf8').catch(ifMissing);
  return text === undefined ? undefined : readOwner(text);
}

async function canBeTakenOver(path: string, owner: LockOwner | undefined): Promise<boolean> {
  if (owner !== undefined) return isGone(owner);
  const found = await stat(path).catch(ifMissing);
  return found !== undefined && Date.now() - found.mtimeMs > NAMELESS;
}

/**
 * Removes the lock of a dead process, and never another one. Several processes may have seen that it is dead. The one that
 * makes the file named after this very lock removes it, after another look: until then nobody else can have removed it,
 * and so nobody can have a new lock of that name.
 */
async function removeAbandoned(path: string, owner: LockOwner | undefined): Promise<void> {
  const right = `${path}.${owner?.id ?? 'nameless'}`;
  if (!(await take(right, await ownLock()))) {
    // Whoever has the right is about to use it, unless it died too.
    const remover = await presentOwner(right);
    if (await canBeTakenOver(right, remover)) await rm(right, { force: true });
    else await pause(Math.random() * PAUSE);
    return;
  }
  try {
    const present = await presentOwner(path);
    if (present?.id === owner?.id && (await canBeTakenOver(path, present))) await rm(path, { force: true });
  } finally {
    await rm(right, { force: true });
  }
}

function stillLocked(path: string, owner: LockOwner | undefined, waited: number): InspectorError {
  const who =
    owner === undefined
      ? 'somebody who has not written a name into it'
      : `process ${owner.pid} on ${owner.host} since ${owner.time}`;
  return new InspectorError(
    'INSP_INVENTORY_UNAVAILABLE',
    `The inventory is locked by ${who}, and has been so for ${Math.round(waited / 1000)} seconds. Try again. If that process has ended, delete ${path}.`,
  );
}
