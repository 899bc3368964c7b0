import type { IntrospectionRecord, IntrospectionState } from '@inspector/plugin-api';
import { timeColumn, type Dialect } from './dialect.js';
import type { Row } from './session.js';
import { fromStored } from './timestamp.js';

/** The columns of a record, for SELECT and RETURNING. */
export function recordColumns(dialect: Dialect): string {
  const started = timeColumn(dialect, 'started_at');
  const finished = timeColumn(dialect, 'finished_at');
  return `uuid, state, ${started} AS started_at, ${finished} AS finished_at, error, manage_boot`;
}

/** A record from its row. Rows of early versions of ironic-inspector lack a state or `manage_boot`. */
export function toRecord(row: Row): IntrospectionRecord {
  const error = row['error'];
  return {
    uuid: String(row['uuid']),
    state: (row['state'] ?? 'finished') as IntrospectionState,
    startedAt: fromStored(row['started_at']),
    finishedAt: fromStored(row['finished_at']),
    error: typeof error === 'string' ? error : null,
    manageBoot: Boolean(row['manage_boot'] ?? true),
  };
}
