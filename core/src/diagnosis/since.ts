import type { Timestamp } from '@inspector/plugin-api';
import { textMember } from '@inspector/plugin-api/ramdisk-data';
import { recordIn, storedIn, type Facts } from './facts.js';

/** Since when the node is in its state; null: there is no introspection, or it is not known. */
export function since(facts: Facts): Timestamp | null {
  const record = recordIn(facts);
  if (record === undefined) return null;
  const { events = [] } = storedIn(facts) ?? {};
  const change = events.find(
    ({ type, introspection, body }) =>
      type === `introspection.${record.state}` &&
      introspection === record.introspection &&
      textMember(body, 'from') !== record.state,
  );
  return change?.time ?? record.finishedAt ?? record.startedAt;
}
