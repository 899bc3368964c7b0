import { complete, flag, oneOf, orNull, text, typed, type ValueOf } from '../json/typed-schema.js';

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

const macVerdict = complete(
  {
    address: { ...text, description: 'Lower case with colons.' },
    verdict: { ...oneOf('allow', 'deny', null), description: 'null: nothing has been synchronised yet.' },
    reason: text,
  },
  {
    system: {
      ...oneOf('allow', 'deny', 'unlisted'),
      description: 'What the DHCP server or firewall itself says; absent where the driver cannot ask it.',
    },
  },
);

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
  },
  { mac: { ...macVerdict, description: 'What one machine gets and why; only where `mac` was given.' } },
);

/** How the PXE filter stands, ready for JSON. Times are ISO 8601. */
export type PxeFilterStatus = ValueOf<typeof PXE_FILTER_STATUS>;
/** How the latest complete synchronisation went. */
export type LastSync = ValueOf<typeof lastSync>;
/** What one machine gets, and why. */
export type MacVerdict = ValueOf<typeof macVerdict>;
