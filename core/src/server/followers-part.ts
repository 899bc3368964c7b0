import { FOLLOWER_CLOCK, Followers } from '../events/followers.js';
import type { Foundation } from './foundation.js';
import type { StartOptions } from './start-options.js';
import type { StopList } from './stop-list.js';

/** Has the plugins told of events that asked for it. Where none did, nothing is read. */
export function startFollowersPart(
  { log }: Pick<StartOptions, 'log'>,
  { host, database, metrics }: Foundation,
  started: StopList,
): void {
  if (host.followers.length === 0) return;
  const { events } = database;
  const coordinator = host.driver('inspector.coordination').instance;
  const followers = new Followers(host.followers, {
    events,
    places: database.followers,
    isLeader: () => coordinator.isLeader(),
    log,
    counts: {
      failed: (follower) => metrics.followerFailures.inc({ follower }),
      gaveUp: (follower, count) => metrics.followerGivenUp.inc({ follower }, count),
    },
    clock: FOLLOWER_CLOCK,
  });
  for (const { name: follower } of host.followers) {
    metrics.followerFailures.inc({ follower }, 0);
    metrics.followerGivenUp.inc({ follower }, 0);
  }
  metrics.onScrape(async () => {
    // Another process may follow by now.
    metrics.followerBehind.reset();
    const { newest } = await events.range();
    for (const [follower, position] of followers.positions) {
      metrics.followerBehind.set({ follower }, Math.max(newest - position, 0));
    }
  });
  followers.start();
  started.add('followers of events', () => followers.stop());
}
