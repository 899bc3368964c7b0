import { STATES } from '@inspector/plugin-api';
import {
  complete,
  listOf,
  oneOf,
  optionalText,
  orNull,
  text,
  typed,
  type ValueOf,
} from '../json/typed-schema.js';

const moment = typed<string>({
  type: 'string',
  description: 'UTC, ISO 8601 without time zone.',
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{6})?$',
});
const uuid = typed<string>({ type: 'string', format: 'uuid' });

/** How far a finding can be relied on, the surest first. */
export const CERTAINTIES = ['sure', 'likely', 'possible'] as const;

/** One thing that was found out about a node. */
export const FINDING = complete({
  code: {
    ...typed<string>({ type: 'string', pattern: '^WHY_[A-Z_]+$' }),
    description: 'Says what it is. A code never changes its meaning; later versions may have more of them.',
  },
  certainty: {
    ...oneOf(...CERTAINTIES),
    description:
      '`sure`: what is stored or was measured says so; `likely`: it fits, and nothing speaks against it; `possible`: it may be.',
  },
  evidence: { ...text, description: 'What was seen, in whole sentences.' },
  remedy: { ...optionalText, description: 'What to do; null: nothing.' },
});

const lastContact = complete({
  at: moment,
  address: { ...optionalText, description: 'IP address it came from, where that is kept.' },
  outcome: {
    ...oneOf('processed', 'kept', 'refused'),
    description: '`kept`: the data wait for a service that was away; `refused`: they matched no node.',
  },
  reason: { ...optionalText, description: 'Why the data are kept or were refused.' },
});

const source = complete({
  source: oneOf('database', 'bare metal service', 'conductor'),
  name: { ...optionalText, description: 'Host and process of a conductor.' },
  milliseconds: { ...typed<number>({ type: 'number', minimum: 0 }), description: 'How long the look took.' },
  unknown: { ...optionalText, description: 'Why it could not be looked at; null: it was.' },
});

/** Why a node or a machine stands where it does. */
export const DIAGNOSIS = complete({
  asked: { ...text, description: 'The node or MAC address as it was given.' },
  node: {
    ...orNull(complete({ uuid, name: optionalText })),
    description: 'The node it is about; null: neither Inspector nor the bare metal service knows one.',
  },
  mac: { ...optionalText, description: 'The MAC address that was asked about; null: a node was.' },
  state: { ...oneOf(...STATES, null), description: 'null: the node was never introspected.' },
  since: { ...orNull(moment), description: 'Since when it is in this state.' },
  started_at: orNull(moment),
  finished_at: orNull(moment),
  ends_at: {
    ...orNull(moment),
    description: 'When `timeout` ends the introspection; null: it is over, or there is no time limit.',
  },
  last_contact: {
    ...orNull(lastContact),
    description: 'The latest post of the machine that is known; null: none is.',
  },
  findings: { ...listOf(FINDING), description: 'What matters most comes first. There is at least one.' },
  looked_at: { ...listOf(source), description: 'What was looked at, and how long that took.' },
});

/** Why a node or a machine stands where it does, ready for JSON. */
export type Diagnosis = ValueOf<typeof DIAGNOSIS>;
/** One thing that was found out. */
export type DiagnosisFinding = ValueOf<typeof FINDING>;
/** How far it can be relied on. */
export type Certainty = DiagnosisFinding['certainty'];
/** The latest post that is known. */
export type LastContact = ValueOf<typeof lastContact>;
/** What was looked at. */
export type LookedAt = ValueOf<typeof source>;
