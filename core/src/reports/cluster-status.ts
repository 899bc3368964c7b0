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

const count = typed<number>({ type: 'integer', minimum: 0 });
const moment = typed<string>({ type: 'string', format: 'date-time' });
const seconds = typed<number>({ type: 'number' });

const filter = complete({
  driver: text,
  state: oneOf('uninitialized', 'initialized'),
  last_sync: {
    ...orNull(moment),
    description: 'When the latest complete synchronisation began; null: none yet.',
  },
  last_failure: {
    ...optionalText,
    description: 'What the latest synchronisation failed with; null: it did not fail.',
  },
});

const workload = {
  leases: { ...count, description: 'Nodes that it holds the lease of, to work on them.' },
  reboot_queue: { ...count, description: 'Nodes that wait there for their turn to be rebooted.' },
  background_running: { ...count, description: 'Work that goes on after its request was answered.' },
  background_queued: { ...count, description: 'Such work that waits for a place (`maxConcurrency`).' },
  leads: {
    ...flag,
    description:
      'Whether it goes by being the leader; it ends that before the backend lets another one lead.',
  },
  filter,
};

const identity = {
  host: text,
  process: count,
  program: oneOf('serve', 'conductor'),
  version: text,
  schema_revision: text,
};

/** What a process says about itself when it is asked. */
export const MEMBER_REPORT = complete({
  ...identity,
  time: { ...count, description: 'Milliseconds since 1970 by its clock.' },
  ...workload,
});

/** What a process says about itself when it is asked, ready for JSON. */
export type MemberReport = ValueOf<typeof MEMBER_REPORT>;

/** What names a process, and tells what it runs. */
export type MemberIdentity = Pick<MemberReport, keyof typeof identity>;

/** One member, and what it said when it was asked. */
export const CLUSTER_MEMBER = complete({
  id: { ...text, description: 'Names the membership; another one after each start.' },
  host: optionalText,
  process: { ...orNull(count), description: 'Id of the process on its host.' },
  program: oneOf('serve', 'conductor', null),
  version: optionalText,
  schema_revision: {
    ...optionalText,
    description: 'The newest revision of the database that its program knows.',
  },
  leader: { ...flag, description: 'Whether the coordination backend says that it leads.' },
  leaving: {
    ...flag,
    description: 'true: it takes no new work, and leaves when the work that it has is done.',
  },
  asked: { ...flag, description: 'Whether it is the process that gave this answer.' },
  report: {
    ...orNull(
      complete({
        ...workload,
        clock_difference: {
          ...seconds,
          description: 'Seconds by which its clock is ahead of the one of the process that was asked.',
        },
        clock_accuracy: {
          ...typed<number>({ type: 'number', minimum: 0 }),
          description:
            'Seconds by which `clock_difference` may be wrong: half of the time the question took.',
        },
      }),
    ),
    description: 'What it said when it was asked; null: nothing, see `unknown`.',
  },
  unknown: { ...optionalText, description: 'Why there is no `report`; null: there is one.' },
});

/** One member, ready for JSON. */
export type ClusterMember = ValueOf<typeof CLUSTER_MEMBER>;

/** The processes that share the database. */
export const CLUSTER_STATUS = complete({
  asked: {
    ...complete({
      host: text,
      process: count,
      program: oneOf('api', 'serve', 'conductor'),
      version: text,
      schema_revision: text,
    }),
    description: 'The process that gave this answer.',
  },
  coordination: { ...text, description: 'Name of the coordination backend.' },
  watchers: { ...count, description: 'Clients that watch the events of the process that gave this answer.' },
  members: {
    ...listOf(CLUSTER_MEMBER),
    description:
      'Conductors and whole services, in the order in which they joined. API processes are no members.',
  },
  unknown: {
    ...optionalText,
    description: 'Why the members could not be told, so that none is listed; null: they are all listed.',
  },
});

/** The processes that share the database, ready for JSON. */
export type ClusterStatus = ValueOf<typeof CLUSTER_STATUS>;
/** What is known of the members, and by whom. */
export type ClusterStanding = Omit<ClusterStatus, 'watchers'>;
/** A process that is asked for the status. */
export type AskedProcess = ClusterStatus['asked'];
