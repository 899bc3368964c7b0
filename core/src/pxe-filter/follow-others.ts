import { thrownText } from '@inspector/plugin-api';
import type { EventRepository } from '../db/types.js';
import type { Log } from '../log/log.js';
import { createPeriodicTask, type PeriodicTask, type TaskClock } from '../tasks/periodic-task.js';
import type { PxeFilterManager } from './types.js';

/** Seconds between two looks: a machine that was told to boot asks DHCP much later. */
const LOOK = 1;

/**
 * Has the DHCP server of this machine follow what other processes do: wherever a record changes, an event is written, and
 * the filter is synchronised soon after. The periodic synchronisation would do it, too, but later.
 *
 * @param exclusive - true: there are no other processes, and nothing is done
 */
export function followOthers(
  filter: Pick<PxeFilterManager, 'sync'>,
  events: Pick<EventRepository, 'range'>,
  log: Log,
  exclusive: boolean,
  clock?: TaskClock,
): PeriodicTask {
  let followed = 0;
  const follow = async (): Promise<void> => {
    const { newest } = await events.range();
    if (newest === followed) return;
    await filter.sync();
    followed = newest;
  };
  return createPeriodicTask(follow, {
    intervalSeconds: exclusive ? 0 : LOOK,
    ...(clock && { clock }),
    onError: (error) => {
      log.debug(`The PXE filter could not follow the other processes, it tries again: ${thrownText(error)}`);
    },
  });
}
