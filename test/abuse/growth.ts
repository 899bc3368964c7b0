import type { GrowthCase } from './growth-cases.js';

/** How many times the data grow. */
const TIMES = 16;
/**
 * What grows in proportion takes 16 times as long, and up to 50 times where only the small data fit into the caches of the
 * processor; what grows by the square, 256 times.
 */
const MOST = 6 * TIMES;
/** Milliseconds below which the clock says more than the data. */
const NOISE = 0.2;
/** Milliseconds that a run takes at least: short reads are done several times in it. */
const LEAST = 5;
/** Whole measurements of a reader that seems too slow: the collection of garbage looks like a slow reader, but only once. */
const MEASUREMENTS = 3;

/** One measurement: milliseconds for the data the reader starts with, and for so many times as much. */
export interface Growth {
  readonly small: number;
  readonly large: number;
}

/**
 * Milliseconds that reading takes once, as the mean of a run of several times. It is the time of the processor, so that
 * other work on the machine does not count, and without the system's, which gives memory in steps.
 */
export async function timeOf(read: () => unknown): Promise<number> {
  const begun = process.cpuUsage();
  for (let times = 1; ; times++) {
    await read();
    const milliseconds = process.cpuUsage(begun).user / 1000;
    if (milliseconds >= LEAST) return milliseconds / times;
  }
}

/** Milliseconds of the fastest of some runs on data of a size. */
async function fastest({ prepare }: GrowthCase, size: number, runs: number): Promise<number> {
  const read = prepare(size);
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) best = Math.min(best, await timeOf(read));
  return best;
}

/** Measures a reader once. */
export async function measureGrowth(one: GrowthCase): Promise<Growth> {
  return { small: await fastest(one, one.start, 5), large: await fastest(one, one.start * TIMES, 3) };
}

/**
 * Measures a reader again as long as its time seems to grow faster than its data.
 *
 * @param measure - does one measurement
 * @returns all measurements when each of them was too slow; undefined as soon as one is not
 */
export async function tooFastGrowth(
  one: GrowthCase,
  measure: (one: GrowthCase) => Promise<Growth> = measureGrowth,
): Promise<readonly Growth[] | undefined> {
  const seen: Growth[] = [];
  while (seen.length < MEASUREMENTS) {
    const growth = await measure(one);
    if (growth.large < MOST * Math.max(growth.small, NOISE)) return undefined;
    seen.push(growth);
  }
  return seen;
}
