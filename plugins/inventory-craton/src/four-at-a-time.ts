/** Requests that Craton gets at a time. */
const MOST = 4;

/** Does some work for each item, for four of them at a time. Ends when all that was begun has ended; throws the first error. */
export async function fourAtATime<T>(items: Iterable<T>, work: (item: T) => Promise<void>): Promise<void> {
  const rest = items[Symbol.iterator]();
  let isFailing = false;
  const worker = async (): Promise<void> => {
    for (let next = rest.next(); !next.done && !isFailing; next = rest.next()) {
      try {
        await work(next.value);
      } catch (error) {
        isFailing = true;
        throw error;
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: MOST }, worker));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
