import {
  complete,
  flag,
  listOf,
  oneOf,
  optionalText,
  orNull,
  text,
  typed,
  type ValueOf,
} from '../json/typed-schema.js';

const moment = typed<string>({ type: 'string', format: 'date-time' });
const count = typed<number>({ type: 'integer', minimum: 0 });
const seconds = typed<number>({ type: 'number', minimum: 0 });

const lastSync = complete({
  started_at: moment,
  seconds,
  changes: { ...count, description: 'Entries written, added or removed.' },
  allowed: { ...count, description: 'Machines that get a lease by name.' },
  denied: { ...count, description: 'Machines that get none.' },
  unknown: { ...oneOf('allow', 'deny'), description: 'What all other machines get.' },
});

const macVerdict = complete({
  address: { ...text, description: 'Lower case with colons.' },
  verdict: {
    ...oneOf('allow', 'deny', null),
    description: 'What the machine should get; null: nothing has been synchronised yet.',
  },
  reason: { ...text, description: 'Why it should.' },
  system: {
    ...oneOf('allow', 'deny', 'unlisted', 'unknown'),
    description:
      'What the machine gets, measured: `unlisted` says nothing about it, `unknown` could not be looked at.',
  },
  system_reason: { ...optionalText, description: 'What was looked at, or why it could not be.' },
});

const server = complete({
  follows: {
    ...oneOf('yes', 'no', 'unknown'),
    description:
      'Whether the DHCP server goes by what the filter has set: `no` does not work or goes by something older, `unknown` could not be looked at.',
  },
  reason: { ...text, description: 'What was looked at, and what to do.' },
});

const node = complete({
  uuid: text,
  name: optionalText,
  machines: { ...listOf(macVerdict), description: 'One for each port of the node that has a MAC.' },
});

/** How the PXE filter stands. */
export const PXE_FILTER_STATUS = complete(
  {
    driver: text,
    state: oneOf('uninitialized', 'initialized'),
    sync_period: { ...seconds, description: 'Seconds between periodic synchronisations; 0: none.' },
    deny_unknown_macs: flag,
    last_sync: { ...orNull(lastSync), description: 'The latest complete synchronisation; null: none yet.' },
    last_failure: {
      ...orNull(complete({ at: moment, message: text })),
      description: 'The latest failure, kept until a synchronisation succeeds.',
    },
    dhcp_server: server,
  },
  {
    mac: { ...macVerdict, description: 'What one machine gets and why; only where `mac` was given.' },
    node: { ...node, description: 'What the machines of a node get and why; only where `node` was given.' },
  },
);

/** How the PXE filter stands, ready for JSON. Times are ISO 8601. */
export type PxeFilterStatus = ValueOf<typeof PXE_FILTER_STATUS>;
/** The part of it that is known without a look at the system. */
export type FilterStanding = Omit<PxeFilterStatus, 'dhcp_server' | 'mac' | 'node'>;
/** How the latest complete synchronisation went. */
export type LastSync = ValueOf<typeof lastSync>;
/** What one machine gets, and why. */
export type MacVerdict = ValueOf<typeof macVerdict>;
/** What was seen of the DHCP server. */
export type DhcpServerReport = ValueOf<typeof server>;

/** Whose treatment is to be explained, besides the state of the filter. */
export interface FilterQuestion {
  /** A machine. */
  readonly mac?: string;
  /** UUID or name of a node. */
  readonly node?: string;
}
