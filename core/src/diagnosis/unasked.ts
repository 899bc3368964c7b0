import type { ClusterStanding } from '../reports/cluster-status.js';
import type { ConductorSight } from '../reports/machine-sight.js';

/** Members that work on nodes, and were not asked or gave no answer: what they see is not known. */
export function unasked(
  sights: readonly ConductorSight[],
  status: ClusterStanding | undefined,
): readonly ConductorSight[] {
  if (status === undefined || status.unknown !== null) {
    const why = status?.unknown ?? 'they were not told in time';
    // Alone, there is nobody else to ask.
    return status?.coordination === 'local'
      ? []
      : [{ host: 'of another process', silence: `the members are not known: ${why}` }];
  }
  const silent = new Set(sights.flatMap((one) => ('silence' in one ? [one.host] : [])));
  const seen = new Set(
    sights.flatMap((one) => ('sight' in one ? [`${one.sight.host} ${one.sight.process}`] : [])),
  );
  return status.members
    .filter(
      ({ host, process, leaving }) => !leaving && !seen.has(`${host} ${process}`) && !silent.has(host ?? ''),
    )
    .map(({ host, process, unknown }) => ({
      host: `${host ?? 'without a name'}${process === null ? '' : ` (process ${process})`}`,
      silence: unknown ?? 'it was not asked',
    }));
}
