import { InspectorError } from './inspector-error.js';

/**
 * Runs several checks of options and throws what all of them find as one error, so that a configuration can be corrected
 * in one round.
 *
 * @param checks - each throws an InspectorError for what it finds, or nothing
 * @throws what a check throws that is no InspectorError, at once
 */
export function checkAll(...checks: readonly (() => unknown)[]): void {
  const faults: InspectorError[] = [];
  for (const check of checks) {
    try {
      check();
    } catch (error) {
      if (!InspectorError.is(error)) throw error;
      faults.push(error);
    }
  }
  const [first, ...others] = faults;
  if (first === undefined) return;
  if (others.length === 0) throw first;
  const sentences = faults.map(({ message }) => (message.endsWith('.') ? message : `${message}.`));
  throw new InspectorError(first.code, [...new Set(sentences)].join(' '), {
    status: first.status,
    cause: first.cause,
  });
}
