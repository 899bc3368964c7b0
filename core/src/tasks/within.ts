/** The longest a timer of Node can be, in milliseconds (24.8 days); beyond it fires at once. */
const LONGEST = 2 ** 31 - 1;

/**
 * Waits for work, but not for ever.
 *
 * @param work - must not reject
 * @param limitMilliseconds - how long to wait
 * @returns whether the work ended in time
 */
export async function within(work: Promise<unknown>, limitMilliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), Math.min(limitMilliseconds, LONGEST));
  });
  const ended = await Promise.race([work.then(() => true), limit]);
  clearTimeout(timer);
  return ended;
}
