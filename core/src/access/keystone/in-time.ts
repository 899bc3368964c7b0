import { within } from '../../tasks/within.js';
import { IdentityOutage } from './identity-outage.js';

/**
 * Waits for an answer of the identity service, whatever it is; the question goes on without us.
 *
 * @param patience - milliseconds
 * @returns whether it came in time
 */
export const isAnswered = (answer: Promise<unknown>, patience: number): Promise<boolean> =>
  within(
    answer.then(
      () => undefined,
      () => undefined,
    ),
    patience,
  );

/**
 * An answer of the identity service, unless it takes too long.
 *
 * @param patience - milliseconds
 * @throws {@link IdentityOutage} when there is no answer in time; what the question fails with
 */
export async function inTime<T>(answer: Promise<T>, patience: number): Promise<T> {
  if (!(await isAnswered(answer, patience))) throw IdentityOutage.late(patience);
  return answer;
}
