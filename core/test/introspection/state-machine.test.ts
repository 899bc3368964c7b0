import { expect } from 'chai';
import { nextState, type IntrospectionEvent } from '../../src/introspection/state-machine.js';
import { STATES, type IntrospectionState } from '@inspector/plugin-api';

const EVENTS: IntrospectionEvent[] = [
  'start',
  'wait',
  'process',
  'reapply',
  'finish',
  'error',
  'abort',
  'abort_end',
  'timeout',
];

// One row per state, one column per event, in the order above; '-' is forbidden.
const TABLE: Record<IntrospectionState, string> = {
  starting: '- waiting - - - error aborting - error',
  waiting: 'starting - processing - - error aborting - error',
  processing: '- - - - finished error aborting - error',
  reapplying: '- - - reapplying finished error - error error',
  enrolling: '- - processing - - error aborting - error',
  aborting: '- - - - - error - error error',
  finished: 'starting - - reapplying finished - - - -',
  error: 'starting - - reapplying - error error - -',
};

describe('state machine', () => {
  for (const state of STATES) {
    TABLE[state].split(' ').forEach((expected, column) => {
      const event = EVENTS[column]!;
      it(`${state} on ${event} ${expected === '-' ? 'is refused' : `becomes ${expected}`}`, () => {
        if (expected !== '-') expect(nextState(state, event)).to.equal(expected);
        else {
          expect(() => nextState(state, event))
            .to.throw(`Can not transition from state '${state}' on event '${event}' (no defined transition)`)
            .with.property('status', 400);
        }
      });
    });
  }
});
