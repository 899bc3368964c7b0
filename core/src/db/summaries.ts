import { orUpdate, type Dialect } from './dialect.js';
import type { Row, Statement, Store } from './session.js';
import type { HardwareSummary, StoredSummary, SummaryRepository } from './summary-types.js';
import { fromStored, toStored } from './timestamp.js';
import type { StoredRecord } from './types.js';

const TABLE = 'inspector_summaries';

/** The statement that writes what the machine of a node is. */
export const summaryWrite = (
  dialect: Dialect,
  { uuid, finishedAt }: StoredRecord,
  summary: HardwareSummary,
): Statement => ({
  sql:
    `INSERT INTO ${TABLE} (node_uuid, inspected_at, summary) VALUES (?, ?, ?) ` +
    orUpdate(dialect, ['node_uuid'], ['inspected_at', 'summary']),
  parameters: [uuid, finishedAt === null ? null : toStored(finishedAt, 'sqlite'), JSON.stringify(summary)],
});

const FOUND = `SELECT s.node_uuid AS uuid, s.inspected_at AS inspected_at, s.summary AS summary,
    n.inspector_name AS name, n.state AS state
  FROM ${TABLE} s JOIN nodes n ON n.uuid = s.node_uuid`;

const summaryOf = (row: Row): StoredSummary => ({
  uuid: String(row['uuid']),
  name: typeof row['name'] === 'string' ? row['name'] : null,
  state: (row['state'] ?? 'finished') as StoredSummary['state'],
  inspectedAt: fromStored(row['inspected_at']),
  hardware: JSON.parse(String(row['summary'])) as HardwareSummary,
});

/** What the machine of each node is, in the table `inspector_summaries`. */
export function summaryRepository(store: Store): SummaryRepository {
  return {
    list: ({ limit, marker }) =>
      store.read(async (session) => {
        const rows = await session.all(
          `${FOUND} ${marker === undefined ? '' : 'WHERE s.node_uuid > ?'} ORDER BY s.node_uuid LIMIT ${Math.trunc(limit)}`,
          marker === undefined ? [] : [marker],
        );
        return rows.map(summaryOf);
      }),
    get: (uuid) =>
      store.read(async (session) => {
        const [row] = await session.all(`${FOUND} WHERE s.node_uuid = ?`, [uuid]);
        return row && summaryOf(row);
      }),
  };
}
