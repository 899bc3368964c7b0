import type { Cluster, ClusterMember } from '@inspector/client';
import { request } from '../api/request.js';
import { useLoad } from '../api/use-load.js';
import { Facts } from '../parts/facts.js';
import { Notice, Shown } from '../parts/notice.js';
import { Mark } from '../parts/state.js';
import { Table } from '../parts/table.js';
import { shown } from '../parts/text.js';
import { Time } from '../parts/time.js';

/** The processes that share the database, and how each of them stands. */
export function ClusterView() {
  const loaded = useLoad('cluster', (signal) => request<Cluster>('/cluster', { signal }), 5);
  return (
    <>
      <h1>Cluster</h1>
      <Shown loaded={loaded}>
        {({ asked, coordination, watchers, members, unknown }) => (
          <>
            {unknown !== null && (
              <Notice title="The members could not be told." kind="bad">
                <p class="said">{shown(unknown)}</p>
              </Notice>
            )}
            <Facts
              of={[
                [
                  'This answer is of',
                  `${shown(asked.program, 20)} on ${shown(asked.host, 100)}, process ${asked.process}`,
                ],
                ['Version', shown(asked.version, 40)],
                ['Revision of the database', <code>{shown(asked.schema_revision, 40)}</code>],
                ['Coordination', shown(coordination, 80)],
                ['Watchers of its events', String(watchers)],
              ]}
            />
            {members.length === 0 ? (
              <p class="none">There are no members.</p>
            ) : (
              <Table label="Members" rows={members} keyOf={({ id }) => id} columns={COLUMNS} />
            )}
          </>
        )}
      </Shown>
    </>
  );
}

const COLUMNS = [
  {
    name: 'State',
    cell: ({ report, leaving, unknown }: ClusterMember) =>
      unknown !== null || report === null ? (
        <Mark kind="bad">no answer</Mark>
      ) : leaving ? (
        <Mark kind="wait">leaving</Mark>
      ) : (
        <Mark kind="good">at work</Mark>
      ),
  },
  {
    name: 'Member',
    cell: ({ host, process, leader, asked }: ClusterMember) => (
      <>
        <strong>{shown(host ?? 'not known', 100)}</strong>
        {process === null ? '' : `, process ${process}`}
        {leader ? ' · leads' : ''}
        {asked ? ' · this one' : ''}
      </>
    ),
  },
  { name: 'Program', cell: ({ program }: ClusterMember) => program ?? 'not known' },
  { name: 'Version', kind: 'mono' as const, cell: ({ version }: ClusterMember) => shown(version ?? '–', 40) },
  { name: 'Nodes held', kind: 'number' as const, cell: ({ report }: ClusterMember) => report?.leases ?? '–' },
  {
    name: 'Work',
    kind: 'number' as const,
    cell: ({ report }: ClusterMember) =>
      report === null ? '–' : `${report.background_running} running, ${report.background_queued} waiting`,
  },
  {
    name: 'DHCP filter',
    cell: ({ report }: ClusterMember) =>
      report === null ? (
        '–'
      ) : report.filter.last_failure !== null ? (
        <Mark kind="bad">failed</Mark>
      ) : (
        <>
          {shown(report.filter.driver, 40)}, <Time at={report.filter.last_sync} />
        </>
      ),
  },
  {
    name: 'Clock',
    kind: 'number' as const,
    cell: ({ report }: ClusterMember) =>
      report === null
        ? '–'
        : `${report.clock_difference > 0 ? '+' : ''}${report.clock_difference.toFixed(2)} s`,
  },
  {
    name: 'Said',
    kind: 'long' as const,
    cell: ({ unknown, report }: ClusterMember) => shown(unknown ?? report?.filter.last_failure ?? '–', 400),
  },
];
