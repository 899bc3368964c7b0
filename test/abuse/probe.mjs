// Loaded into the service that is abused. Tells, when asked, how much memory is in use after a collection of garbage, and
// how long its main thread did nothing for others at most since it was asked last: because it worked, or because the
// machine gave it no processor.
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

/** Milliseconds between two looks at the clock. */
const PERIOD = 20;
const MEGABYTE = 2 ** 20;

if (isMainThread && process.channel !== undefined) {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc');
  let longest = nothing();
  let last = clock();

  const look = () => {
    const now = clock();
    const stall = now.at - last.at - PERIOD;
    if (stall > longest.stall)
      longest = { stall, worked: now.worked - last.worked, queued: now.queued - last.queued };
    last = now;
  };
  setInterval(look, PERIOD).unref();

  process.on('message', () => {
    look();
    collectGarbage();
    const { rss, heapUsed, external } = process.memoryUsage();
    process.send({ ...longest, rss: rss / MEGABYTE, live: (heapUsed + external) / MEGABYTE });
    longest = nothing();
    last = clock();
  });
  process.channel.unref();
}

function nothing() {
  return { stall: 0, worked: 0, queued: 0 };
}

/** The time, and how long the main thread has worked and has waited for a processor, in milliseconds. */
function clock() {
  const [worked, queued] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8')
    .split(' ')
    .map((nanoseconds) => Number(nanoseconds) / 1e6);
  return { at: performance.now(), worked, queued };
}
