import type { Session } from './session.js';

const TABLES = {
  sqlite: `SELECT name FROM sqlite_master WHERE type = 'table' AND name = ?`,
  mysql:
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?',
  postgres: 'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() AND tablename = ?',
} as const;

const INDEXES = {
  sqlite: `SELECT name FROM sqlite_master WHERE type = 'index' AND name = ?`,
  mysql:
    'SELECT DISTINCT index_name AS name FROM information_schema.statistics ' +
    'WHERE table_schema = DATABASE() AND index_name = ?',
  postgres: 'SELECT indexname AS name FROM pg_indexes WHERE schemaname = current_schema() AND indexname = ?',
} as const;

const COLUMNS = {
  sqlite: 'SELECT name FROM pragma_table_info(?) WHERE name = ?',
  mysql:
    'SELECT column_name AS name FROM information_schema.columns ' +
    'WHERE table_schema = DATABASE() AND table_name = ? AND column_name = ?',
  postgres:
    'SELECT column_name AS name FROM information_schema.columns ' +
    'WHERE table_schema = current_schema() AND table_name = ? AND column_name = ?',
} as const;

/** Whether a table has a column of this name. */
export async function hasColumn(session: Session, table: string, name: string): Promise<boolean> {
  return (await session.all(COLUMNS[session.dialect], [table, name])).length > 0;
}

/** Whether the database has a table of this name. */
export async function hasTable(session: Session, name: string): Promise<boolean> {
  return (await session.all(TABLES[session.dialect], [name])).length > 0;
}

/** Whether the database has an index of this name. */
export async function hasIndex(session: Session, name: string): Promise<boolean> {
  return (await session.all(INDEXES[session.dialect], [name])).length > 0;
}
