import { existsSync } from 'node:fs';
import { mkdtemp, rmdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { findCommand } from '../peers/peer.js';

/** Microseconds over which the kernel counts what a group of processes has used. */
const PERIOD = 10_000;

/** A limit to the processor of one process. */
export interface ProcessorShare {
  /** What to put before the command of the process. */
  readonly before: readonly string[];
  /** To be called when the process has ended. */
  remove(): Promise<void>;
}

/**
 * Limits the processor of a process that is to be started.
 *
 * @param share - 1: one core and no other; below 1: that part of a core's time, on any of them
 * @param number - which core, counted round
 */
export async function processorShare(share: number, number: number): Promise<ProcessorShare> {
  if (share === 1) {
    const core = String(number % availableParallelism());
    return { before: ['taskset', '--cpu-list', core], remove: () => Promise.resolve() };
  }
  const folder = await mkdtemp(join(groupFolder() ?? '', 'inspector-bench-'));
  const quota = Math.round(share * PERIOD);
  if (isUnified()) await writeFile(join(folder, 'cpu.max'), `${quota} ${PERIOD}`);
  else {
    await writeFile(join(folder, 'cpu.cfs_period_us'), String(PERIOD));
    await writeFile(join(folder, 'cpu.cfs_quota_us'), String(quota));
  }
  const enter = `echo $$ > '${join(folder, 'cgroup.procs')}' && exec "$@"`;
  return { before: ['/bin/sh', '-c', enter, 'sh'], remove: () => rmdir(folder) };
}

/** Why the processor cannot be limited here to such a share; undefined: it can. */
export function cannotLimit(share: number): string | undefined {
  if (share === 1) return findCommand('taskset') === undefined ? 'taskset is missing' : undefined;
  if (process.getuid?.() !== 0) return 'only root can limit the processor of a process';
  return groupFolder() === undefined ? 'the kernel has no control groups for processors' : undefined;
}

const isUnified = (): boolean => existsSync('/sys/fs/cgroup/cpu.stat');

function groupFolder(): string | undefined {
  if (isUnified()) return '/sys/fs/cgroup';
  return existsSync('/sys/fs/cgroup/cpu/cpu.cfs_quota_us') || existsSync('/sys/fs/cgroup/cpu/tasks')
    ? '/sys/fs/cgroup/cpu'
    : undefined;
}
