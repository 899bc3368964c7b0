import type { Database, StoredFollower } from '../../db/types.js';
import { type Finding, notice, ok, skipped } from './check.js';

/** Finds out whether the plugins that follow the events get on. */
export async function examineFollowers(
  followers: readonly { readonly name: string }[],
  database: Pick<Database, 'events' | 'followers'> | undefined,
): Promise<Finding> {
  if (followers.length === 0) return ok('no plugin follows the events');
  if (database === undefined) return skipped('their places are in the database');
  const names = new Set(followers.map(({ name }) => name));
  // Those that are not configured any more are of no concern.
  const known = (await database.followers.list()).filter(({ name }) => names.has(name));
  const { newest } = await database.events.range();
  const troubled = known.filter(({ trouble }) => trouble !== null);
  if (troubled.length > 0) return notice(troubled.map((one) => troubleText(one, newest)).join('; '));
  const given = known.filter(({ givenUp }) => givenUp > 0);
  const lost = given.map(({ name, givenUp }) => `; ${name} has given up ${givenUp} events so far`).join('');
  return ok(`${names.size} follow the events${lost}`);
}

const troubleText = (
  { name, trouble, troubleSince, position, givenUp }: StoredFollower,
  newest: number,
): string =>
  `${name} has not got on since ${troubleSince ?? 'an unknown time'}: ${trouble ?? ''} ` +
  `(${Math.max(newest - position, 0)} events behind, ${givenUp} given up)`;
