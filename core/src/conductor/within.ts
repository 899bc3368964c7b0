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
    timer = setTimeout(() => resolve(false), limitMilliseconds);
  });
  const ended = await Promise.race([work.then(() => true), limit]);
  clearTimeout(timer);
  return ended;
}
