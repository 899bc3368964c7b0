import { hasIndex, hasTable } from '../catalogue.js';
import type { Migration } from '../migration.js';
import type { Session } from '../session.js';

/** Posts of ramdisks that matched no node, one row per sender and machine. */
export const migration: Migration = {
  revision: 'a7f3150c9e64',
  down: 'd2a96f1c8b37',
  message: 'Posts of ramdisks that matched no node',
  created: '2026-11-29',
  async up(session: Session): Promise<void> {
    const mysql = session.dialect === 'mysql';
    if (!(await hasTable(session, 'inspector_unmatched_posts'))) {
      await session.run(
        `CREATE TABLE inspector_unmatched_posts (fingerprint VARCHAR(64) NOT NULL, source VARCHAR(64) NOT NULL,
          first_seen VARCHAR(26) NOT NULL, last_seen VARCHAR(26) NOT NULL, posts BIGINT NOT NULL,
          body ${mysql ? 'MEDIUMTEXT CHARACTER SET utf8mb4' : 'TEXT'} NOT NULL,
          PRIMARY KEY (fingerprint))${mysql ? ' ENGINE=InnoDB DEFAULT CHARSET=utf8' : ''}`,
      );
    }
    if (!(await hasIndex(session, 'ix_inspector_unmatched_posts_last_seen'))) {
      await session.run(
        'CREATE INDEX ix_inspector_unmatched_posts_last_seen ON inspector_unmatched_posts (last_seen)',
      );
    }
  },
};
