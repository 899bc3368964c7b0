import { setImmediate } from 'node:timers/promises';

/**
 * Makes a function to await before work in one piece. Whoever awaits it waits until the piece of the one before is
 * over and other work of the process has had its turn.
 */
export function turns(): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return () => {
    const mine = last;
    last = mine.then(() => setImmediate()).then(() => setImmediate());
    return mine;
  };
}
