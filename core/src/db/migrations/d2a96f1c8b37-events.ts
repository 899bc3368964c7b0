import { hasColumn, hasIndex, hasTable } from '../catalogue.js';
import type { Migration } from '../migration.js';
import type { Session } from '../session.js';

/** Columns that ironic-inspector does not know: it names those it reads and writes, and new ones may be null. */
const COLUMNS = { inspector_introspection: 'VARCHAR(36)', inspector_fence: 'BIGINT' } as const;
const COUNTERS = ['events', 'fence'] as const;

/**
 * An id for each introspection and the fence of who wrote its record last, both in the record; the events of
 * introspections and of the PXE filter.
 */
export const migration: Migration = {
  revision: 'd2a96f1c8b37',
  down: 'e5a80f62d4b1',
  message: 'Ids of introspections, fences of records, events',
  created: '2026-11-28',
  async up(session: Session): Promise<void> {
    const mysql = session.dialect === 'mysql';
    for (const [name, type] of Object.entries(COLUMNS)) {
      if (await hasColumn(session, 'nodes', name)) continue;
      await session.run(`ALTER TABLE nodes ADD COLUMN ${name} ${type}`);
    }
    if (!(await hasTable(session, 'inspector_events'))) {
      await session.run(
        `CREATE TABLE inspector_events (id ${session.dialect === 'sqlite' ? 'INTEGER' : 'BIGINT'} NOT NULL,
          created_at VARCHAR(26) NOT NULL, node_uuid VARCHAR(36), introspection VARCHAR(36), type VARCHAR(64) NOT NULL,
          body ${mysql ? 'MEDIUMTEXT CHARACTER SET utf8mb4' : 'TEXT'} NOT NULL,
          PRIMARY KEY (id))${mysql ? ' ENGINE=InnoDB DEFAULT CHARSET=utf8' : ''}`,
      );
    }
    if (!(await hasIndex(session, 'ix_inspector_events_node_uuid_id'))) {
      await session.run('CREATE INDEX ix_inspector_events_node_uuid_id ON inspector_events (node_uuid, id)');
    }
    for (const name of COUNTERS) {
      const present = await session.all('SELECT value FROM inspector_counters WHERE name = ?', [name]);
      if (present.length > 0) continue;
      await session.run('INSERT INTO inspector_counters (name, value) VALUES (?, 0)', [name]);
    }
  },
};
