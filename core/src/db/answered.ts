/** The longest a timer of Node can be, in milliseconds (24.8 days); beyond it fires at once. */
const LONGEST = 2 ** 31 - 1;

/**
 * Waits for what a database server answers, but not for ever. The time limits of the drivers do not cover all that they
 * send: that of mysql2 leaves out the preparation of a statement.
 *
 * @param milliseconds - 0: however long it takes
 * @throws Error with the code ETIMEDOUT; the connection is of no use any more then
 */
export async function answered<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  if (milliseconds <= 0) return work;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const giveUp = (): void => {
      const error = new Error(`the server did not answer within ${milliseconds / 1000} s`);
      reject(Object.assign(error, { code: 'ETIMEDOUT' }));
    };
    timer = setTimeout(giveUp, Math.min(milliseconds, LONGEST));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
