import type { Holding } from '../introspection/holding.js';
import { isStateConflict } from './failure.js';

/**
 * Writes the record of a node that is held. Where that is refused because of its state, and the state is one that this holder has
 * written himself without getting an answer, the record is written again as it is now. Without that it would stay in a working
 * state with nobody who works on it.
 */
export async function overOwnWrites(held: Holding, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!isStateConflict(error) || held.over !== undefined || !(await held.readOwnWrite())) throw error;
    await write();
  }
}
