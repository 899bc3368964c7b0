// How the time to read posted data grows: every hook, parser and log writer, on data of doubling size.
//
//   node --import tsx test/bench/growth.ts [reader]
//
// Sizes are measured in turns, so that a change of the machine's speed meets all of them. Garbage is collected before each
// of them, and the fastest turn counts. The largest size is about what the limits of a request allow. A reader that seems
// to grow too fast is measured up to three times: other work on the machine looks like that, but not every time.
//
// Exits with 1 when four times the data take clearly more than four times the time.
import { timeOf } from '../abuse/growth.js';
import { GROWTH_CASES, type GrowthCase } from '../abuse/growth-cases.js';
import { collectGarbage } from './garbage.js';

/** The largest size is so many times the smallest. */
const DOUBLINGS = 4;
const SIZES = Array.from({ length: DOUBLINGS + 1 }, (_, step) => 2 ** step);
/** Turns of all sizes: at least so many, and so many milliseconds of the processor in all, but no more. */
const TURNS = { least: 7, milliseconds: 2500, most: 30 };
/** Twice is demanded for each doubling; what does not fit into the caches of the processor any more adds to it. */
const MOST = 2.5;
/** Whole measurements of a reader that seems too slow. */
const MEASUREMENTS = 3;

/** Milliseconds of each size, from the smallest to the largest. */
async function measure({ prepare, start }: GrowthCase): Promise<readonly number[]> {
  const reads = SIZES.map((times) => prepare(start * times));
  const best = SIZES.map(() => Number.POSITIVE_INFINITY);
  // What runs the first time is not compiled yet.
  for (const read of reads) await timeOf(read);
  const begun = process.cpuUsage();
  for (let turn = 0; turn < TURNS.most; turn++) {
    if (turn >= TURNS.least && process.cpuUsage(begun).user > 1000 * TURNS.milliseconds) break;
    for (const [index, read] of reads.entries()) {
      collectGarbage();
      best[index] = Math.min(best[index] ?? 0, await timeOf(read));
    }
  }
  return best;
}

/**
 * By how much the time grows for each doubling of the data, up to the largest. The smallest sizes do not count: they fit
 * into the caches of the processor, so what comes after them makes a step.
 */
function growth(times: readonly number[]): number {
  const [, , middle = 1, , largest = 1] = times;
  return Math.sqrt(largest / middle);
}

const figure = (milliseconds: number): string => milliseconds.toFixed(3).padStart(9);

const [wanted] = process.argv.slice(2);
console.log(
  `Milliseconds on data of doubling size, and by how much they grow for each doubling (at most ${MOST})`,
);
for (const one of GROWTH_CASES) {
  if (wanted !== undefined && one.reader !== wanted) continue;
  let times = await measure(one);
  for (let again = 1; again < MEASUREMENTS && growth(times) > MOST; again++) times = await measure(one);
  const worst = growth(times);
  const missed = worst > MOST;
  if (missed) process.exitCode = 1;
  console.log(
    `${one.reader.padEnd(22)}${`${one.dimension}, from ${one.start}`.padEnd(44)}${times.map(figure).join('')}` +
      `  ${worst.toFixed(2)}${missed ? '  MISSED' : ''}`,
  );
}
