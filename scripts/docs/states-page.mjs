import { NOTE, table } from './markdown.mjs';

/** What each state means to an operator. */
const STATES = {
  starting: 'Inspector prepares the node: DHCP opens, the boot device is set, the machine is rebooted.',
  waiting: 'The machine boots the ramdisk. Inspector waits for its data.',
  processing: 'The data are here. Hooks and rules work on them.',
  finished: 'The introspection ended well.',
  error: 'The introspection failed, or was aborted. The field `error` of the record says why.',
  reapplying: 'Hooks and rules work on the stored data again.',
  enrolling: 'No node had these data. A node-not-found hook named or created the node.',
  aborting: 'An operator aborted the introspection. Inspector powers the machine off.',
};

/** What makes each event happen. */
const EVENTS = {
  start: 'An operator or Ironic starts an introspection.',
  wait: 'The node is prepared.',
  process: 'A ramdisk has posted data of this node.',
  postpone:
    'A service that the work needs is away. The data are kept, and processed with the next post or when it is back.',
  reapply: 'An operator asks for the data to be processed again.',
  finish: 'Hooks and rules are done, and the machine is powered off where that is asked for.',
  error: 'Something failed.',
  abort: 'An operator asks for an abort.',
  abort_end: 'The power off of an abort was asked for, or the abort of a reapply needs none.',
  timeout: 'The introspection runs for longer than `timeout` seconds.',
};

/** States in which a new record can begin, and when it does. */
const BEGINNINGS = {
  starting: 'start',
  waiting: 'data of a machine in use',
  enrolling: 'data of an unknown machine',
};

/**
 * The states of an introspection, as a diagram and as tables.
 *
 * @param transitions - the transition table of core: state → event → next state
 * @throws when a state or an event has no description here, or a description here belongs to none
 */
export function statesPage(transitions) {
  const states = Object.keys(transitions);
  const events = [...new Set(states.flatMap((state) => Object.keys(transitions[state])))];
  const rows = states.flatMap((state) =>
    Object.entries(transitions[state]).map(([event, next]) => [code(state), code(event), code(next)]),
  );
  return [
    '# States of an introspection',
    '',
    NOTE,
    '',
    'Every introspection has one state. An *event* changes it. An event that the table below does not name for a state is',
    'refused with `INSP_INVALID_EVENT`, and the state stays as it is.',
    '',
    '## Diagram',
    '',
    '```mermaid',
    'stateDiagram-v2',
    ...Object.entries(BEGINNINGS).map(([state, why]) => `  [*] --> ${state}: ${why}`),
    ...states.flatMap((state) => arrows(state, transitions[state])),
    '```',
    '',
    'The arrows from the black dot show where a new record begins. The next start of a node replaces its record.',
    '',
    '## States',
    '',
    ...table(['State', 'Meaning'], described(states, STATES, 'state')),
    '',
    '## Events',
    '',
    ...table(['Event', 'Happens when'], described(events, EVENTS, 'event')),
    '',
    '## Transitions',
    '',
    ...table(['From', 'Event', 'To'], rows),
    '',
  ].join('\n');
}

const code = (text) => `\`${text}\``;

/** One arrow for each state that can come next, with all events that lead there. */
function arrows(state, transitions) {
  const following = [...new Set(Object.values(transitions))];
  return following.map((next) => {
    const events = Object.keys(transitions).filter((event) => transitions[event] === next);
    return `  ${state} --> ${next}: ${events.join(', ')}`;
  });
}

function described(names, meanings, what) {
  const gone = Object.keys(meanings).find((name) => !names.includes(name));
  if (gone !== undefined) {
    throw new Error(
      `There is no ${what} "${gone}": remove its description from scripts/docs/states-page.mjs`,
    );
  }
  return names.map((name) => {
    const meaning = meanings[name];
    if (meaning === undefined) {
      throw new Error(`The ${what} "${name}" has no description: add one to scripts/docs/states-page.mjs`);
    }
    return [code(name), meaning];
  });
}
