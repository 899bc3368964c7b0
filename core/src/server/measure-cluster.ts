import type { ClusterMetrics } from '../metrics/cluster-metrics.js';
import type { Metrics } from '../metrics/metrics.js';
import type { ClusterMember } from '../reports/cluster-status.js';
import type { ClusterReport } from './cluster-report.js';

/** Has the members looked at whenever the metrics are asked for. */
export function measureCluster(
  metrics: ClusterMetrics & Pick<Metrics, 'onScrape'>,
  cluster: Pick<ClusterReport, 'read'>,
): void {
  metrics.onScrape(async () => {
    const { members, unknown } = await cluster.read();
    metrics.clusterKnown.set(unknown === null ? 1 : 0);
    metrics.clusterMembers.reset();
    metrics.clusterLeader.reset();
    metrics.clusterLeases.reset();
    metrics.clusterClockDifference.reset();
    for (const member of members) measure(member, metrics);
  });
}

function measure(member: ClusterMember, metrics: ClusterMetrics): void {
  const { host, process, program, version, leader, report } = member;
  const one = { host: host ?? 'unknown', process: String(process ?? 'unknown') };
  metrics.clusterMembers.inc({
    program: program ?? 'unknown',
    version: version ?? 'unknown',
    state: report === null ? 'silent' : 'answers',
  });
  if (leader) metrics.clusterLeader.set(one, 1);
  if (report === null) return;
  metrics.clusterLeases.set(one, report.leases);
  metrics.clusterClockDifference.set(one, report.clock_difference);
}
