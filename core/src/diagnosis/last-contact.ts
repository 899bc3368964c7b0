import { textMember } from '@inspector/plugin-api/ramdisk-data';
import type { StoredEvent } from '../db/types.js';
import type { LastContact } from '../reports/diagnosis.js';
import { storedIn, type Facts } from './facts.js';

/** The latest post of the machine that is known; null: none is. */
export function lastContact(facts: Facts): LastContact | null {
  const stored = storedIn(facts);
  if (stored === undefined) return null;
  const taken = stored.events.map(contactIn).find((one) => one !== null) ?? null;
  const [post] = stored.unmatched;
  if (post === undefined) return taken;
  const refused: LastContact = {
    at: post.lastSeen,
    address: post.address,
    outcome: 'refused',
    reason: post.reason,
  };
  return taken !== null && taken.at > refused.at ? taken : refused;
}

/** The post that an event tells of; null: it tells of none. */
function contactIn({ type, time, body }: StoredEvent): LastContact | null {
  const how = textMember(body, 'event');
  if (type === 'introspection.waiting' && how === 'postpone')
    return { at: time, address: null, outcome: 'kept', reason: textMember(body, 'reason') ?? null };
  if (type === 'introspection.processing')
    return { at: time, address: null, outcome: 'processed', reason: null };
  return null;
}
