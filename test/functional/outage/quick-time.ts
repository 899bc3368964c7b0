/**
 * Everything in this folder happens forty times as fast as out there, so that the outage of a minute takes a second and
 * a half: the ramdisk, the patience of the service and the retries of its clients alike.
 */
const FASTER = 40;

/** Milliseconds of these tests for seconds out there. */
export const quick = (seconds: number): number => (seconds * 1000) / FASTER;

/** What the service is told: seconds, as its options have them. */
export const quickSeconds = (seconds: number): number => seconds / FASTER;

/** Resolves after as many milliseconds of these tests. */
export const pass = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));
