import { thrownText } from '@inspector/plugin-api';
import type { PostToKeep } from '../db/types.js';
import type { Holding } from '../introspection/holding.js';
import { logPrefix } from '../node/log-prefix.js';
import { lookupAttributes, lookupKeys } from '../introspection/lookup.js';
import { withoutMember } from '../json/without-member.js';
import { isStateConflict } from './failure.js';
import { overOwnWrites } from './own-writes.js';
import type { PostedData } from './posted-data.js';
import type { ConductorServices } from './services.js';

/**
 * Has a node wait for data again, because a service was away while its data were processed. The data are kept, so the
 * introspection goes on with the next post of the ramdisk, or by itself once the service is back. Never throws.
 */
export async function postpone(
  held: Holding,
  posted: PostedData,
  error: unknown,
  services: ConductorServices,
): Promise<void> {
  const { kept, log, progress, unsettled } = services;
  const reason = thrownText(error);
  const before = logPrefix(held.record, posted.data);
  try {
    if (held.record.state === 'enrolling')
      await held.addAttributes(lookupAttributes(lookupKeys(posted.data)));
    await overOwnWrites(held, () => held.postpone(postToKeep(posted, reason, services)));
  } catch (failure) {
    if (!isStateConflict(failure) && held.over === undefined) {
      await unsettled.note(held.uuid, {
        error: reason,
        fences: held.fences,
        keep: { text: posted.text, reason },
      });
    }
    log.error(
      `${before} its data could not be kept (${thrownText(failure)}), which were received while: ${reason}`,
    );
    return;
  }
  kept.note();
  const step = `waits for a service that was away; its data are kept since: ${reason}`;
  progress.tell(held.uuid, step);
  log.warn(`${before} ${step}. They are processed with the next post, or by Inspector itself`);
}

/** What is kept of a post: without the logs of the ramdisk where the database takes no text as long as all of it. */
function postToKeep({ text }: PostedData, reason: string, { database }: ConductorServices): PostToKeep {
  return { text: database.keptPosts.fits(text) ? text : withoutMember(text, 'logs'), reason };
}
