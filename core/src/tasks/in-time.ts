/**
 * What work returns, or something else where that takes too long. The work goes on then, and what it throws later is nobody's.
 *
 * @param milliseconds - how long to wait
 * @param otherwise - what is returned then
 * @throws what the work throws in time
 */
export async function inTime<T, O>(
  work: Promise<T>,
  milliseconds: number,
  otherwise: () => O,
): Promise<T | O> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), milliseconds);
  });
  const quiet = work.then((value) => ({ value }));
  quiet.catch(() => undefined);
  try {
    const first = await Promise.race([quiet, late]);
    return first === 'late' ? otherwise() : first.value;
  } finally {
    clearTimeout(timer);
  }
}
