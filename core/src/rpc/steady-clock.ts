/**
 * Milliseconds since 1970 by the clock of the machine when this process started, and by a clock that only goes forward
 * since then. Somebody who sets the clock of the machine does not change it.
 */
export const steadyNow = (): number => Math.round(performance.timeOrigin + performance.now());
