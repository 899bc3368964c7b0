import { hasTable } from '../catalogue.js';
import type { Migration } from '../migration.js';
import type { Session } from '../session.js';

/** Posts of ramdisks that could not be processed because a service was away: one for each node, the latest. */
export const migration: Migration = {
  revision: 'f18c3d5b7a60',
  down: 'a7f3150c9e64',
  message: 'Posts that wait for a service which was away',
  created: '2026-11-29',
  async up(session: Session): Promise<void> {
    if (await hasTable(session, 'inspector_kept_posts')) return;
    const mysql = session.dialect === 'mysql';
    await session.run(
      `CREATE TABLE inspector_kept_posts (node_uuid VARCHAR(36) NOT NULL,
        introspection VARCHAR(36) NOT NULL,
        kept_at VARCHAR(26) NOT NULL,
        reason ${mysql ? 'MEDIUMTEXT CHARACTER SET utf8mb4' : 'TEXT'} NOT NULL,
        data ${mysql ? 'LONGTEXT CHARACTER SET utf8mb4' : 'TEXT'} NOT NULL,
        PRIMARY KEY (node_uuid))${mysql ? ' ENGINE=InnoDB DEFAULT CHARSET=utf8' : ''}`,
    );
  },
};
