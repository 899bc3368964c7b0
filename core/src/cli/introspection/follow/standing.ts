import type { InspectorEvent, Introspection, IntrospectionState } from '@inspector/client';

/** How the introspection of a node stands, as far as a list and events tell. */
export interface Standing {
  readonly uuid: string;
  /** Null: it has none, or none is known. */
  readonly name: string | null;
  /** `deleted`: the bare metal service has the node no more, and its record is gone. */
  readonly state: IntrospectionState | 'deleted';
  readonly error: string | null;
  /** When it began; null: not known. UTC, as in the API. */
  readonly startedAt: string | null;
}

/** What the API says of an introspection. */
export const standingOf = ({ uuid, name, state, error, started_at }: Introspection): Standing => ({
  ...{ uuid, name: name ?? null, state, error, startedAt: started_at },
});

/** States with which an introspection begins, so that their time is when it did. */
const BEGINNINGS: ReadonlySet<string> = new Set(['starting', 'enrolling', 'reapplying']);

/** What an event says of an introspection; undefined: nothing. When it began is only known from its first event. */
export function standingIn({ type, node, name, state, time, details }: InspectorEvent): Standing | undefined {
  if (node === null) return undefined;
  if (type === 'introspection.deleted') {
    return { uuid: node, name, state: 'deleted', error: null, startedAt: null };
  }
  if (state === null) return undefined;
  const { error } = details;
  return {
    ...{ uuid: node, name, state, error: typeof error === 'string' ? error : null },
    startedAt: BEGINNINGS.has(state) ? time : null,
  };
}

/** Whether an introspection is over, unless somebody starts it again. */
export const isOver = ({ state }: Pick<Standing, 'state'>): boolean =>
  state === 'finished' || state === 'error' || state === 'deleted';
