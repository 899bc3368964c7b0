import { setImmediate } from 'node:timers/promises';

/** Milliseconds of work after which other requests get their turn; people notice ten times that. */
const TURN = 15;

/**
 * Makes a function to await between the steps of long work in one piece, such as a hundred thousand rules. It lets
 * other work of the process happen as soon as 15 ms have passed since it last did; until then it costs nothing.
 */
export function breathing(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < TURN) return undefined;
    return setImmediate().then(() => {
      since = performance.now();
    });
  };
}
