import { hasIndex, hasTable } from '../catalogue.js';
import type { Migration } from '../migration.js';
import type { Session } from '../session.js';

/** Posts that were processed lately, so that every process gives the same answer to a post that is repeated. */
export const migration: Migration = {
  revision: '6b0d9f31a7c4',
  down: '9c41e7d05b3f',
  message: 'Posts of ramdisks that were processed lately',
  created: '2026-11-29',
  async up(session: Session): Promise<void> {
    const mysql = session.dialect === 'mysql';
    if (!(await hasTable(session, 'inspector_recent_posts'))) {
      await session.run(
        `CREATE TABLE inspector_recent_posts (digest VARCHAR(64) NOT NULL,
          node_uuid VARCHAR(36) NOT NULL, introspection VARCHAR(36) NOT NULL, processed_at VARCHAR(26) NOT NULL,
          failure ${mysql ? 'MEDIUMTEXT CHARACTER SET utf8mb4' : 'TEXT'},
          PRIMARY KEY (digest))${mysql ? ' ENGINE=InnoDB DEFAULT CHARSET=utf8' : ''}`,
      );
    }
    for (const column of ['node_uuid', 'processed_at']) {
      const index = `ix_inspector_recent_posts_${column}`;
      if (!(await hasIndex(session, index)))
        await session.run(`CREATE INDEX ${index} ON inspector_recent_posts (${column})`);
    }
  },
};
