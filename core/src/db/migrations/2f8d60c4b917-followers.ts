import { hasTable } from '../catalogue.js';
import type { Migration } from '../migration.js';
import type { Session } from '../session.js';

/** How far each follower of the events has come, and what it has come across. */
export const migration: Migration = {
  revision: '2f8d60c4b917',
  down: '5c9e17d2ab40',
  message: 'How far followers of events have come',
  created: '2026-11-30',
  async up(session: Session): Promise<void> {
    if (await hasTable(session, 'inspector_followers')) return;
    const mysql = session.dialect === 'mysql';
    await session.run(
      `CREATE TABLE inspector_followers (name VARCHAR(160) NOT NULL, position BIGINT NOT NULL, given_up BIGINT NOT NULL,
        trouble ${mysql ? 'MEDIUMTEXT CHARACTER SET utf8mb4' : 'TEXT'}, trouble_since VARCHAR(26),
        noted_at VARCHAR(26) NOT NULL,
        PRIMARY KEY (name))${mysql ? ' ENGINE=InnoDB DEFAULT CHARSET=utf8' : ''}`,
    );
  },
};
