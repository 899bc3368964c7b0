import { hasTable } from '../catalogue.js';
import type { Migration } from '../migration.js';
import type { Session } from '../session.js';

/** What the machine of each node is, in a few words: one JSON object per node. */
export const migration: Migration = {
  revision: '93d6b0e4f72a',
  down: '7e25c8a1d4b9',
  message: 'What the machine of each node is',
  created: '2026-11-29',
  async up(session: Session): Promise<void> {
    if (await hasTable(session, 'inspector_summaries')) return;
    const mysql = session.dialect === 'mysql';
    await session.run(
      `CREATE TABLE inspector_summaries (node_uuid VARCHAR(36) NOT NULL, inspected_at VARCHAR(26),
        summary ${mysql ? 'MEDIUMTEXT CHARACTER SET utf8mb4' : 'TEXT'} NOT NULL,
        PRIMARY KEY (node_uuid))${mysql ? ' ENGINE=InnoDB DEFAULT CHARSET=utf8' : ''}`,
    );
  },
};
