import type { Timestamp } from '@inspector/plugin-api';

/** Seconds in which a server boots a ramdisk and measures itself; old ones with many disks take longer. */
export const BOOT = 600;

const millisecondsOf = (time: Timestamp): number => Date.parse(`${time}Z`);

/** Seconds from one moment to another; negative where the other one was before. */
export const secondsBetween = (from: Timestamp, to: Timestamp): number =>
  (millisecondsOf(to) - millisecondsOf(from)) / 1000;

/** A moment some seconds after another one. */
export const secondsAfter = (time: Timestamp, seconds: number): Timestamp =>
  new Date(millisecondsOf(time) + seconds * 1000).toISOString().slice(0, 19);

/** A moment for a sentence; the date is left out nowhere, because whoever reads it may do so days later. */
export const at = (time: Timestamp): string => `${time.slice(0, 19).replace('T', ' ')} UTC`;

/** A time span for a sentence, in the unit that fits. */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 120) return `${whole} s`;
  if (whole < 7200) return `${Math.round(whole / 60)} min`;
  if (whole < 172_800) return `${Math.round(whole / 3600)} h`;
  return `${Math.round(whole / 86_400)} days`;
}
