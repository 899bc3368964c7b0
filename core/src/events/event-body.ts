import { STATES, type InspectorEvent, type IntrospectionState } from '@inspector/plugin-api';
import type { StoredEvent } from '../db/types.js';

const STATE_TYPES: ReadonlyMap<string, IntrospectionState> = new Map(
  STATES.map((state) => [stateType(state), state]),
);

/** The type of the event that an introspection has come to a state. */
export function stateType(state: IntrospectionState): string {
  return `introspection.${state}`;
}

/** An event, as clients of the API and plugins see it. */
export const eventBody = ({
  id,
  time,
  node,
  name,
  introspection,
  type,
  body,
}: StoredEvent): InspectorEvent => ({
  id,
  time,
  type,
  node,
  name,
  introspection,
  state: STATE_TYPES.get(type) ?? null,
  details: body,
});
