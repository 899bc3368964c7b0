import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { thrownText } from '@inspector/plugin-api';
import type { ConductorServices } from './services.js';

type Services = Pick<ConductorServices, 'config' | 'log' | 'metrics'>;

/** The folder in `processing.ramdiskLogsDir` for logs of ramdisks that belong to no introspection. */
export const STRANGERS = 'unknown';

const DAY = 86_400_000;

interface LogFile {
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly written: number;
}

/**
 * Deletes logs of strangers, the oldest first, until their number, their bytes and their age are within the limits.
 * Anybody can send such logs; those of known nodes are never touched. Never throws.
 *
 * @param now - milliseconds since 1970
 */
export async function pruneStrangerLogs({ config, log, metrics }: Services, now = Date.now()): Promise<void> {
  const parent = config.processing.ramdiskLogsDir;
  if (parent === undefined) return;
  const folder = join(parent, STRANGERS);
  const { strangersLogBytes, strangersLogDays, strangersLogFiles } = config.limits;
  const oldest = strangersLogDays === 0 ? Number.NEGATIVE_INFINITY : now - strangersLogDays * DAY;
  let removed = 0;
  let files = 0;
  let bytes = 0;
  try {
    for (const file of await newestFirst(folder)) {
      files += 1;
      bytes += file.bytes;
      if (files <= strangersLogFiles && bytes <= strangersLogBytes && file.written >= oldest) continue;
      await rm(file.path, { force: true });
      removed += 1;
    }
  } catch (error) {
    log.error(`The logs of unknown ramdisks in ${folder} could not be tidied up: ${thrownText(error)}`);
  }
  if (removed === 0) return;
  metrics.limitHits.inc({ limit: 'limits.strangersLog' }, removed);
  log.info(`Deleted ${removed} old files with logs of unknown ramdisks from ${folder}`);
}

async function newestFirst(folder: string): Promise<LogFile[]> {
  const files: LogFile[] = [];
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    const file = await stat(path).catch(unlessAbsent);
    if (file?.isFile()) files.push({ path, bytes: file.size, written: file.mtimeMs });
  }
  return files.sort((left, right) => right.written - left.written || (left.path < right.path ? 1 : -1));
}

const namesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch(unlessAbsent)) ?? [];

/** A folder or file that is not there is none of those that are too many. */
function unlessAbsent(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
