import { Gauge, type Registry } from 'prom-client';

/** Metrics of the processes that share the database. */
export interface ClusterMetrics {
  readonly clusterKnown: Gauge;
  readonly clusterMembers: Gauge<'program' | 'version' | 'state'>;
  readonly clusterLeader: Gauge<'host' | 'process'>;
  readonly clusterLeases: Gauge<'host' | 'process'>;
  readonly clusterClockDifference: Gauge<'host' | 'process'>;
}

const ONE = ['host', 'process'] as const;

/** Makes the metrics of the processes that share the database. */
export const clusterMetrics = (registers: Registry[]): ClusterMetrics => ({
  clusterKnown: new Gauge({
    name: 'inspector_cluster_known',
    help: '1: the coordination backend said which members there are; 0: it did not, and the other `inspector_cluster_…` are absent.',
    registers,
  }),
  clusterMembers: new Gauge({
    name: 'inspector_cluster_members',
    help: 'Conductors and whole services that share the database, by program, version, and whether each `answers` when it is asked or is `silent`.',
    labelNames: ['program', 'version', 'state'],
    registers,
  }),
  clusterLeader: new Gauge({
    name: 'inspector_cluster_leader',
    help: 'Always 1; the labels say which process leads. Absent: none does.',
    labelNames: ONE,
    registers,
  }),
  clusterLeases: new Gauge({
    name: 'inspector_cluster_leases',
    help: 'Nodes that a member works on. Absent for members that are silent.',
    labelNames: ONE,
    registers,
  }),
  clusterClockDifference: new Gauge({
    name: 'inspector_cluster_clock_difference_seconds',
    help: 'Seconds by which the clock of a member is ahead of the one of the process that gives these metrics. Absent for members that are silent.',
    labelNames: ONE,
    registers,
  }),
});
