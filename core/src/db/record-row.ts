import type { IntrospectionState } from '@inspector/plugin-api';
import { timeColumn, type Dialect } from './dialect.js';
import type { Row } from './session.js';
import type { StoredRecord } from './types.js';
import { fromStored } from './timestamp.js';

/** The columns of a record, for SELECT and RETURNING. */
export function recordColumns(dialect: Dialect): string {
  const started = timeColumn(dialect, 'started_at');
  const finished = timeColumn(dialect, 'finished_at');
  return (
    `uuid, state, ${started} AS started_at, ${finished} AS finished_at, error, manage_boot, ` +
    'inspector_introspection, inspector_fence, inspector_name'
  );
}

/** A record from its row. Rows of early versions of ironic-inspector lack a state or `manage_boot`. */
export function toRecord(row: Row): StoredRecord {
  const error = row['error'];
  const introspection = row['inspector_introspection'];
  const name = row['inspector_name'];
  return {
    uuid: String(row['uuid']),
    name: typeof name === 'string' ? name : null,
    state: (row['state'] ?? 'finished') as IntrospectionState,
    startedAt: fromStored(row['started_at']),
    finishedAt: fromStored(row['finished_at']),
    error: typeof error === 'string' ? error : null,
    manageBoot: Boolean(row['manage_boot'] ?? true),
    introspection: typeof introspection === 'string' ? introspection : null,
    fence: Number(row['inspector_fence'] ?? 0),
  };
}
