import { isDuplicate } from './violations.js';
import type { Session, Statement } from './session.js';

/**
 * Runs the statements of a batch one after the other.
 *
 * @returns false, at once, when the first one touches no row
 */
export async function runBatch(session: Session, [first, ...others]: readonly Statement[]): Promise<boolean> {
  if (first === undefined) return true;
  if ((await session.run(first.sql, first.parameters)) === 0) return false;
  await runAll(session, others);
  return true;
}

/** Runs statements one after the other, whatever they touch. */
export async function runAll(session: Session, statements: readonly Statement[]): Promise<void> {
  for (const { sql, parameters } of statements) await session.run(sql, parameters);
}

/** What a batch that failed with an error comes to: false for a row that was there already. */
export function refusedIfDuplicate(error: unknown): false {
  if (isDuplicate(error)) return false;
  throw error;
}
