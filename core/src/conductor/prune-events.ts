import { secondsAgo } from '../db/timestamp.js';
import type { ConductorServices } from './services.js';

const DAY = 86_400;

/** Deletes events beyond the number and the age that the options `events.keep` and `events.days` allow. */
export async function pruneEvents({
  config: { events },
  coordinator,
  database,
  log,
}: Pick<ConductorServices, 'config' | 'coordinator' | 'database' | 'log'>): Promise<void> {
  if (!coordinator.isLeader()) return;
  const before = events.days > 0 ? secondsAgo(events.days * DAY) : null;
  const deleted = await database.events.prune({ keep: events.keep, before });
  if (deleted > 0) log.debug(`${deleted} old events were deleted`);
}
