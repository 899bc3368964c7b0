import type { JsonObject } from '@inspector/plugin-api';
import { runAll } from './batch.js';
import type { NewEvent } from './event-types.js';
import { eventInsertions, isWritten } from './event-writes.js';
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

/** Which rules have changed, and how. */
export interface ChangedRules {
  /** The event has the first 50 of them, and how many there are. */
  readonly uuids: readonly string[];
  /** Who changed them, see `eventOrigin`. */
  readonly origin: JsonObject;
  /** See `eventTime`; default: now. */
  readonly time?: string;
}

/** Writes, as the last of a transaction, that rules have changed. */
export async function noteRules(
  session: Session,
  change: RuleChange,
  { uuids, origin, time }: ChangedRules,
): Promise<void> {
  const event = ruleEvent(change, { rules: uuids.length, uuids: uuids.slice(0, NAMED), ...origin });
  await runAll(session, eventInsertions(session.dialect, [event], time));
}

/** Whether a transaction has written that rules changed in this way at that time, and so was committed. */
export const wereNoted = (session: Session, change: RuleChange, time: string): Promise<boolean> =>
  isWritten(session, `rules.${change}`, time);

/** Writes, as the last of a transaction, that there are no rules any more. */
export async function noteAllDeleted(session: Session, rules: number, origin: JsonObject): Promise<void> {
  await runAll(session, eventInsertions(session.dialect, [ruleEvent('deleted', { rules, ...origin })]));
}
