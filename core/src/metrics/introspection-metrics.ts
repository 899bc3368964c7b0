import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Upper ends of the classes of durations, in seconds: a virtual machine takes one minute, a large server half an hour. */
const DURATIONS = [30, 60, 120, 180, 300, 600, 900, 1800, 3600, 7200];

/** Why introspections fail: what failed, as far as the service can tell. */
export type FailureReason =
  | 'timeout'
  | 'abort'
  | 'stopped'
  | 'hook'
  | 'rule'
  | 'baremetal'
  | 'storage'
  | 'database'
  | 'pxe-filter'
  | 'other';

/** Metrics of introspections and of the posts of ramdisks. */
export interface IntrospectionMetrics {
  readonly introspections: Counter<'outcome'>;
  readonly introspectionSeconds: Histogram<'outcome'>;
  readonly introspectionFailures: Counter<'reason'>;
  readonly records: Gauge<'state'>;
  readonly oldestWaitingSeconds: Gauge;
  readonly rebootQueue: Gauge;
  readonly backgroundWork: Gauge<'state'>;
  readonly unmatchedPosts: Counter<'kept'>;
}

/** Makes the metrics of introspections. */
export const introspectionMetrics = (registers: Registry[]): IntrospectionMetrics => ({
  introspections: new Counter({
    name: 'inspector_introspections_total',
    help: 'Introspections that ended, by outcome: `finished`, `error`, `timeout`.',
    labelNames: ['outcome'],
    registers,
  }),
  introspectionSeconds: new Histogram({
    name: 'inspector_introspection_seconds',
    help: 'Seconds from the start of an introspection to its end, by outcome.',
    labelNames: ['outcome'],
    buckets: DURATIONS,
    registers,
  }),
  introspectionFailures: new Counter({
    name: 'inspector_introspection_failures_total',
    help:
      'Introspections that failed, by what failed: `timeout` (no data in time), `abort`, `stopped` (the service did), ' +
      '`hook`, `rule`, `baremetal`, `storage`, `database`, `pxe-filter`, `other`.',
    labelNames: ['reason'],
    registers,
  }),
  records: new Gauge({
    name: 'inspector_introspections',
    help: 'Introspection records, by state.',
    labelNames: ['state'],
    registers,
  }),
  oldestWaitingSeconds: new Gauge({
    name: 'inspector_oldest_waiting_seconds',
    help: 'Seconds since the start of the introspection that waits longest for its ramdisk; 0: none waits.',
    registers,
  }),
  rebootQueue: new Gauge({
    name: 'inspector_reboot_queue',
    help: 'Nodes that wait for their turn to be rebooted (`introspectionDelay`).',
    registers,
  }),
  backgroundWork: new Gauge({
    name: 'inspector_background_work',
    help: 'Work on nodes after the answer to the request: `running`, and `queued` because of `maxConcurrency`.',
    labelNames: ['state'],
    registers,
  }),
  unmatchedPosts: new Counter({
    name: 'inspector_unmatched_posts_total',
    help: 'Posts of ramdisks that matched no node or were refused before, by whether they are `kept` for `inspector unmatched`: `yes`, `no`.',
    labelNames: ['kept'],
    registers,
  }),
});
