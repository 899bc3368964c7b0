import { setFlagsFromString } from 'node:v8';

/**
 * Percent by which the heap may grow over what is alive before the next full collection. V8 lets a small heap grow to four
 * times that size. A service at work has 20 MB alive. Measured with 2,000 starts and 2,000 introspections: the peak of
 * its memory is 147 MB instead of 184, and full collections take 0.5 s of 31 s of CPU instead of 0.3 s.
 */
const HEAP_GROWTH = 30;

/** Has this process collect garbage earlier, so that a service which runs for months stays small. */
export function keepHeapSmall(): void {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH}`);
}
