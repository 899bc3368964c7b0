import type { StoredUnmatchedPosts } from '../db/types.js';
import { recordIn, storedIn, type Facts } from './facts.js';
import { finding, type Finding } from './finding.js';
import { at } from './moments.js';

const AMBIGUOUS = 'Look up error: Multiple nodes match';
const NEAR = 'its MAC address';

/** Data that have arrived and did not get on: they are kept, or matched no node. */
export const whyDataDidNotArrive = (facts: Facts): Finding[] => [
  ...whatIsKept(facts),
  ...postsInTime(facts).flatMap((post) => refused(post, facts)),
];

function whatIsKept(facts: Facts): Finding[] {
  const [record, kept] = [recordIn(facts), storedIn(facts)?.kept];
  if (!kept || record === undefined || record.introspection !== kept.introspection) return [];
  // Whoever processes them holds the node, and says by itself how that goes.
  if (record.state !== 'waiting') return [];
  const evidence = `Data of the machine came at ${at(kept.keptAt)} and are kept since, because: ${kept.reason}`;
  return [finding('WHY_DATA_KEPT', 'sure', evidence)];
}

/** Posts that matched no node while the introspection went on; without one, all that are kept. The newest first. */
export function postsInTime(facts: Facts): readonly StoredUnmatchedPosts[] {
  const { unmatched = [] } = storedIn(facts) ?? {};
  const record = recordIn(facts);
  if (record === undefined) return unmatched;
  const { startedAt, finishedAt } = record;
  return unmatched.filter(
    ({ lastSeen, firstSeen }) =>
      (startedAt === null || lastSeen >= startedAt) && (finishedAt === null || firstSeen <= finishedAt),
  );
}

function refused(post: StoredUnmatchedPosts, facts: Facts): Finding[] {
  const { reason, nearest } = post;
  const { uuid } = facts;
  const came = `${sender(post)} posted data, the last time at ${at(post.lastSeen)}.`;
  if (reason.startsWith(AMBIGUOUS)) {
    const isNamed = uuid !== null && reason.includes(uuid);
    return [finding('WHY_AMBIGUOUS', isNamed ? 'sure' : 'likely', `${came} They were refused: ${reason}`)];
  }
  if (sharesKey(post, facts)) {
    return [finding('WHY_POST_REFUSED', 'likely', `${came} They were refused: ${reason}`)];
  }
  if (uuid === null || nearest?.uuid !== uuid) return [];
  const isNear = nearest.reason.startsWith(NEAR);
  const evidence = `${came} They fit no node. This node is the nearest: ${nearest.reason}.`;
  return [finding('WHY_WRONG_MAC', isNear ? 'likely' : 'possible', evidence)];
}

function sharesKey({ macs, bmcAddresses }: StoredUnmatchedPosts, facts: Facts): boolean {
  const own = keysOf(facts);
  return macs.some((mac) => own.has(mac)) || bmcAddresses.some((address) => own.has(address));
}

/** MACs and BMC addresses of the machine that is asked about. */
function keysOf(facts: Facts): ReadonlySet<string> {
  const { baremetal, mac } = facts;
  const { attributes = [] } = storedIn(facts) ?? {};
  return new Set([
    ...attributes.map(({ value }) => value),
    ...(mac === null ? [] : [mac]),
    ...(baremetal.known === true
      ? [...baremetal.node.bmc_addresses, ...baremetal.node.ports.map(({ address }) => address)]
      : []),
  ]);
}

const SHOWN = 4;

function sender({ address, macs, posts }: StoredUnmatchedPosts): string {
  const shown = macs.slice(0, SHOWN).join(', ');
  const more = macs.length > SHOWN ? ` and ${macs.length - SHOWN} more` : '';
  const which = macs.length === 0 ? 'without a MAC address' : `with the MAC ${shown}${more}`;
  const often = posts === 1 ? '' : `, ${posts} times`;
  return `A machine ${which}, at ${address ?? 'an address that is not known'}${often},`;
}
