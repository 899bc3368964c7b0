import type { JsonObject } from '@inspector/plugin-api';
import { runAll } from './batch.js';
import type { NewEvent } from './event-types.js';
import { eventInsertions } from './event-writes.js';
import type { Session } from './session.js';

/** UUIDs of rules in one event; an import can have fifty thousand. */
const NAMED = 50;

/** How the rules have changed. */
type RuleChange = 'created' | 'replaced' | 'deleted';

const ruleEvent = (change: RuleChange, body: JsonObject): NewEvent => ({
  node: null,
  introspection: null,
  type: `rules.${change}`,
  body,
});

/**
 * Writes, as the last of a transaction, that rules have changed.
 *
 * @param uuids - of the rules; the event has the first 50 of them, and how many there are
 * @param origin - who changed them, see `eventOrigin`
 */
export async function noteRules(
  session: Session,
  change: RuleChange,
  uuids: readonly string[],
  origin: JsonObject,
): Promise<void> {
  const event = ruleEvent(change, { rules: uuids.length, uuids: uuids.slice(0, NAMED), ...origin });
  await runAll(session, eventInsertions(session.dialect, [event]));
}

/** Writes, as the last of a transaction, that there are no rules any more. */
export async function noteAllDeleted(session: Session, rules: number, origin: JsonObject): Promise<void> {
  await runAll(session, eventInsertions(session.dialect, [ruleEvent('deleted', { rules, ...origin })]));
}
