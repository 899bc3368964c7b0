import type { IntrospectionState, JsonObject } from '@inspector/plugin-api';
import { eventOrigin } from './event-origin.js';
import type { NewEvent } from './event-types.js';
import type { FreshRecord, HookResult, KeptDeviations, Mark, RecordChange, StoredRecord } from './types.js';

/** The event of an introspection that begins. */
export const startEvent = (
  { uuid, introspection, state, event, fence, manageBoot }: FreshRecord,
  from: IntrospectionState | undefined,
): NewEvent => ({
  node: uuid,
  introspection,
  type: `introspection.${state}`,
  body: { event, from: from ?? null, to: state, fence, manage_boot: manageBoot, ...eventOrigin() },
});

/** The events of a change of state: how the hooks did and which parts deviate, where that is known, and the change. */
export function changeEvents(
  uuid: string,
  from: IntrospectionState,
  { state, error, hookResults, keep, run }: RecordChange,
  { introspection, event, fence }: Mark,
): NewEvent[] {
  const common = { node: uuid, introspection };
  const origin = eventOrigin();
  const body = {
    event,
    from,
    to: state,
    fence,
    ...(error ? { error } : {}),
    ...(keep ? { reason: keep.reason } : {}),
    ...origin,
  };
  const change = { ...common, type: `introspection.${state}`, body };
  const found = run?.deviations;
  return [
    ...(hookResults
      ? [{ ...common, type: 'introspection.hooks', body: { results: hookResults.map(hookBody), ...origin } }]
      : []),
    ...(found && found.count > 0
      ? [{ ...common, type: 'introspection.degraded', body: { ...degradedBody(found), ...origin } }]
      : []),
    change,
  ];
}

/** The event of a record that is deleted, because the bare metal service does not know the node any more. */
export const deleteEvent = ({ uuid, introspection, state }: StoredRecord, origin: JsonObject): NewEvent => ({
  node: uuid,
  introspection,
  type: 'introspection.deleted',
  body: { from: state, ...origin },
});

/** Parts that an event names; all are in the history. */
const MOST_NAMED = 16;

const degradedBody = ({ scope, count, parts }: KeptDeviations): JsonObject => ({
  baseline: scope.kind === 'node' ? 'node' : `class ${scope.name}`,
  deviations: count,
  parts: parts.slice(0, MOST_NAMED).map(({ change, part, name }) => ({ change, part, name })),
});

const hookBody = ({ hook, outcome, milliseconds, message }: HookResult): JsonObject => ({
  hook,
  outcome,
  milliseconds,
  ...(message === null ? {} : { message }),
});
