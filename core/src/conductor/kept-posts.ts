import { Patience, thrownText, withPatience } from '@inspector/plugin-api';
import type { KeptPost } from '../db/types.js';
import type { Holding } from '../introspection/holding.js';
import { logPrefix } from '../node/log-prefix.js';
import { ifFree, type HandOver } from '../introspection/with-introspection.js';
import { processAgain } from './continue.js';
import { parsePostedData } from './posted-data.js';
import type { ConductorServices } from './services.js';
import { WORKING } from './working-states.js';

/** What became of a kept post: done with, held by somebody else, or kept again because a service is still away. */
type Outcome = 'done' | 'busy' | 'away';

/**
 * Processes the posts that were kept because a service was away. An outage longer than the ramdisk repeats its post (28 s)
 * has no further post, so without this the introspection would only time out. When a service is still away, the other
 * posts wait for the next run, too: each of them would only wait in vain.
 */
export async function processKeptPosts(services: ConductorServices): Promise<void> {
  const { database, kept } = services;
  if (!kept.some) return;
  kept.clear();
  const posts = await database.keptPosts.list().catch((error: unknown) => {
    kept.note();
    throw error;
  });
  for (const post of posts) {
    if (services.background.cutOff) return;
    const outcome = await withPatience(Patience.of(services.patience), () => processKept(post, services));
    if (outcome !== 'done') kept.note();
    if (outcome === 'away') return;
    if (outcome === 'done') await database.keptPosts.delete(post);
  }
}

async function processKept(post: KeptPost, services: ConductorServices): Promise<Outcome> {
  const { database, log } = services;
  const outcome = await ifFree(post.uuid, services, async (held, handOver): Promise<Outcome> => {
    const record = await held.read();
    if (record === undefined || record.introspection !== post.introspection) return 'done';
    if (WORKING.includes(record.state)) return 'busy';
    if (record.state !== 'waiting') return 'done';
    const text = await database.keptPosts.text(post.uuid);
    if (text === undefined) return 'done';
    log.info(`${logPrefix(record)} its kept data are processed, as the service that was away may be back`);
    return again(text, held, handOver, services);
  });
  return outcome ?? 'busy';
}

async function again(
  text: string,
  held: Holding,
  handOver: HandOver,
  services: ConductorServices,
): Promise<Outcome> {
  try {
    await processAgain(parsePostedData(text), held, handOver, services);
    return 'done';
  } catch (error) {
    if (held.record.finishedAt === null) return 'away';
    services.log.debug(`${logPrefix(held.record)} its kept data failed: ${thrownText(error)}`);
    return 'done';
  }
}
