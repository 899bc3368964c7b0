import { InspectorError, type IntrospectionState } from '@inspector/plugin-api';

/** What ends an introspection. */
export type EndEvent = 'finish' | 'error' | 'abort_end' | 'timeout';

/** What can happen to an introspection record. */
export type IntrospectionEvent = 'start' | 'wait' | 'process' | 'postpone' | 'reapply' | 'abort' | EndEvent;

type Transitions = Readonly<Partial<Record<IntrospectionEvent, IntrospectionState>>>;

/**
 * Where each event leads. Every state that can be left by a failure accepts `error`, so that no failure is
 * lost; `timeout` and an abort end whatever is not over. Nothing is to be done on the machine when a reapply is aborted,
 * so that ends at once.
 */
export const TRANSITIONS: Readonly<Record<IntrospectionState, Transitions>> = {
  starting: { wait: 'waiting', error: 'error', abort: 'aborting', timeout: 'error' },
  waiting: {
    ...{ start: 'starting', process: 'processing', postpone: 'waiting' },
    ...{ error: 'error', abort: 'aborting', timeout: 'error' },
  },
  processing: {
    ...{ finish: 'finished', postpone: 'waiting' },
    ...{ error: 'error', abort: 'aborting', timeout: 'error' },
  },
  reapplying: {
    ...{ reapply: 'reapplying', finish: 'finished' },
    ...{ error: 'error', abort_end: 'error', timeout: 'error' },
  },
  enrolling: {
    ...{ process: 'processing', postpone: 'waiting' },
    ...{ error: 'error', abort: 'aborting', timeout: 'error' },
  },
  aborting: { error: 'error', abort_end: 'error', timeout: 'error' },
  finished: { start: 'starting', reapply: 'reapplying', finish: 'finished' },
  error: { start: 'starting', reapply: 'reapplying', error: 'error', abort: 'error' },
};

/**
 * The state an event leads to.
 *
 * @throws `INSP_INVALID_EVENT` (400) when the state forbids the event.
 */
export function nextState(state: IntrospectionState, event: IntrospectionEvent): IntrospectionState {
  const next = TRANSITIONS[state][event];
  if (next === undefined) {
    throw new InspectorError(
      'INSP_INVALID_EVENT',
      `Can not transition from state '${state}' on event '${event}' (no defined transition)`,
    );
  }
  return next;
}

/** Whether a state allows an event. */
export const allows = (state: IntrospectionState, event: IntrospectionEvent): boolean =>
  TRANSITIONS[state][event] !== undefined;

/** What begins an introspection: somebody asks for it, a machine in use posts data, or an unknown machine does. */
export type BeginEvent = 'start' | 'recognise' | 'enroll';

/** The state each of them begins in. */
export const BEGINNINGS: Readonly<Record<BeginEvent, IntrospectionState>> = {
  start: 'starting',
  recognise: 'waiting',
  enroll: 'enrolling',
};
