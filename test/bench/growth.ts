// How the time to read posted data grows: every hook, parser and log writer, on data of doubling size.
//
//   node --import tsx test/bench/growth.ts
//
// Exits with 1 when twice the data take clearly more than twice the time.
import { fastest } from '../abuse/growth.js';
import { GROWTH_CASES, type GrowthCase } from '../abuse/growth-cases.js';

/** The largest size is so many times the smallest. */
const DOUBLINGS = 4;
const RUNS = 7;
/** Twice is demanded; caches and the collection of garbage add to it. */
const MOST = 3;
/** Milliseconds below which a ratio says nothing. */
const NOISE = 1;

async function measure(one: GrowthCase): Promise<readonly number[]> {
  const times: number[] = [];
  for (let step = 0; step <= DOUBLINGS; step++) times.push(await fastest(one, one.start * 2 ** step, RUNS));
  return times;
}

const figure = (milliseconds: number): string => milliseconds.toFixed(2).padStart(9);

console.log(`Milliseconds on data of doubling size, and the greatest ratio between two above ${NOISE} ms`);
for (const one of GROWTH_CASES) {
  const times = await measure(one);
  const ratios = times.slice(1).flatMap((time, index) => {
    const before = times[index] ?? time;
    return before < NOISE ? [] : [time / before];
  });
  const worst = Math.max(0, ...ratios);
  const missed = worst > MOST;
  if (missed) process.exitCode = 1;
  console.log(
    `${one.reader.padEnd(22)}${`${one.dimension}, from ${one.start}`.padEnd(44)}${times.map(figure).join('')}` +
      `  ${worst === 0 ? '  - ' : worst.toFixed(2)}${missed ? '  MISSED' : ''}`,
  );
}
