import { hasTable } from '../catalogue.js';
import type { Migration } from '../migration.js';
import type { Session } from '../session.js';

/** How the hooks of the latest introspection of each node went, one JSON array per node. */
export const migration: Migration = {
  revision: 'c47d19b3e085',
  down: '8b2e46c0f7a9',
  message: 'Results of the hooks of the latest introspection',
  created: '2026-11-21',
  async up(session: Session): Promise<void> {
    if (await hasTable(session, 'inspector_hook_results')) return;
    const mysql = session.dialect === 'mysql';
    await session.run(
      `CREATE TABLE inspector_hook_results (node_uuid VARCHAR(36) NOT NULL,
        results ${mysql ? 'MEDIUMTEXT CHARACTER SET utf8mb4' : 'TEXT'} NOT NULL,
        PRIMARY KEY (node_uuid))${mysql ? ' ENGINE=InnoDB DEFAULT CHARSET=utf8' : ''}`,
    );
  },
};
