import { orUpdate, type Dialect } from './dialect.js';
import type { Row, SqlValue, Statement, Store } from './session.js';
import { narrowing } from './summary-candidates.js';
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
    list: ({ limit, marker, ...candidates }) => {
      const behind: SqlValue[] = marker === undefined ? [] : [marker];
      const narrow = narrowing(store.dialect, candidates);
      const where = [...behind.map(() => 's.node_uuid > ?'), ...narrow.map(({ sql }) => sql)].join(' AND ');
      const sql = `${FOUND} ${where && `WHERE ${where}`} ORDER BY s.node_uuid LIMIT ${Math.trunc(limit)}`;
      const parameters = [...behind, ...narrow.flatMap((one) => one.parameters ?? [])];
      return store.read(async (session) => (await session.all(sql, parameters)).map(summaryOf));
    },
    get: (uuid) =>
      store.read(async (session) => {
        const [row] = await session.all(`${FOUND} WHERE s.node_uuid = ?`, [uuid]);
        return row && summaryOf(row);
      }),
  };
}
