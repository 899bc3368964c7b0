import type { GrowthCase } from './growth-cases.js';

/**
 * Milliseconds of the fastest of some runs on data of a size: the time of the processor, so that other work on the
 * machine does not count.
 */
export async function fastest({ prepare }: GrowthCase, size: number, runs: number): Promise<number> {
  const read = prepare(size);
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const begun = process.cpuUsage();
    await read();
    const { user, system } = process.cpuUsage(begun);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}
