import { hasColumn, hasTable } from '../catalogue.js';
import type { Migration } from '../migration.js';
import type { Session } from '../session.js';

/** The hardware that nodes, or the nodes of a class, should have; and how introspections differed from it. */
export const migration: Migration = {
  revision: '5c9e17d2ab40',
  down: '93d6b0e4f72a',
  message: 'The hardware that nodes should have',
  created: '2026-11-30',
  async up(session: Session): Promise<void> {
    const { dialect } = session;
    const mysql = dialect === 'mysql';
    const text = mysql ? 'MEDIUMTEXT CHARACTER SET utf8mb4' : 'TEXT';
    const words = mysql ? 'CHARACTER SET utf8mb4 COLLATE utf8mb4_bin' : '';
    const bytes = { sqlite: 'BLOB', mysql: 'LONGBLOB', postgres: 'BYTEA' }[dialect];
    if (!(await hasTable(session, 'inspector_baselines'))) {
      await session.run(
        `CREATE TABLE inspector_baselines (scope VARCHAR(300) ${words} NOT NULL, node_uuid VARCHAR(36),
          source_uuid VARCHAR(36) NOT NULL, source_number BIGINT NOT NULL, created_at VARCHAR(26) NOT NULL,
          author VARCHAR(255) ${words}, summary ${text} NOT NULL, body ${bytes} NOT NULL,
          PRIMARY KEY (scope))${mysql ? ' ENGINE=InnoDB DEFAULT CHARSET=utf8 ROW_FORMAT=DYNAMIC' : ''}`,
      );
    }
    if (await hasColumn(session, 'inspector_history', 'deviations')) return;
    await session.run(`ALTER TABLE inspector_history ADD COLUMN deviations ${text}`);
  },
};
