/** Does work now, or when enough of the work before it is done. */
export type FewAtOnce = <T>(work: () => Promise<T>) => Promise<T>;

/** Lets only so much work happen at the same time; the rest waits in the order it came. */
export function fewAtOnce(most: number): FewAtOnce {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running < most) running++;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // The place of what has ended is handed on, so that nobody can come in between.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
