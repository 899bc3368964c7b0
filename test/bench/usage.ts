import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Clock ticks per second of `/proc/<pid>/stat`; 100 on every Linux that Node.js runs on. */
const TICKS = 100;
/** A process that used at most this much in each of some looks in a row has nothing to do any more. */
const IDLE_SECONDS = 0.02;
const IDLE_LOOKS = 4;
const LOOK_MS = 100;

/** CPU seconds, user and system, a process has used with all its threads. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the name in brackets and may hold blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** The most memory a process has had, in MiB. */
export const peakMemory = (pid: number): number => mebibytes(pid, 'VmHWM');

/** The memory a process has, in MiB. */
export const memory = (pid: number): number => mebibytes(pid, 'VmRSS');

function mebibytes(pid: number, row: string): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${row}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
}

/** Seconds since a process was started, to a hundredth. */
export function age(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) - Number(fields[19]) / TICKS;
}

/** Waits until a process rests. */
export async function idle(pid: number): Promise<void> {
  let quiet = 0;
  for (let before = cpuSeconds(pid); quiet < IDLE_LOOKS;) {
    await delay(LOOK_MS);
    const now = cpuSeconds(pid);
    quiet = now - before <= IDLE_SECONDS ? quiet + 1 : 0;
    before = now;
  }
}
