import type { PostToKeep } from '../db/types.js';
import { withoutMember } from '../json/without-member.js';
import type { ConductorServices } from './services.js';

/**
 * What is written with a change of state that begins the work on data: where another conductor could take the work over,
 * the data, without the logs of the ramdisk. The list of kept posts is tidied when the work is over.
 *
 * @param text - the data as received
 */
export const keepWhileWorking = (
  text: string,
  { coordinator, database }: Pick<ConductorServices, 'coordinator' | 'database'>,
): { readonly keep?: PostToKeep } => {
  if (coordinator.exclusive) return {};
  const kept = withoutMember(text, 'logs');
  return database.keptPosts.fits(kept) ? { keep: { text: kept, reason: 'They are being processed' } } : {};
};
