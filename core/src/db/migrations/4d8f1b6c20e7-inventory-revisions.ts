import { hasTable } from '../catalogue.js';
import type { Migration } from '../migration.js';
import type { Session } from '../session.js';

/** Inventories: a row for each revision, and which one is the newest. */
export const migration: Migration = {
  revision: '4d8f1b6c20e7',
  down: '6b0d9f31a7c4',
  message: 'Revisions of inventories',
  created: '2026-11-29',
  async up(session: Session): Promise<void> {
    const mysql = session.dialect === 'mysql';
    const unicode = mysql ? ' CHARACTER SET utf8mb4' : '';
    const text = mysql ? `MEDIUMTEXT${unicode}` : 'TEXT';
    const end = mysql ? ' ENGINE=InnoDB DEFAULT CHARSET=utf8' : '';
    if (!(await hasTable(session, 'inspector_inventory_heads'))) {
      await session.run(
        `CREATE TABLE inspector_inventory_heads (inventory VARCHAR(64) NOT NULL, number BIGINT NOT NULL,
          PRIMARY KEY (inventory))${end}`,
      );
    }
    if (!(await hasTable(session, 'inspector_inventory_revisions'))) {
      await session.run(
        `CREATE TABLE inspector_inventory_revisions (inventory VARCHAR(64) NOT NULL, number BIGINT NOT NULL,
          sha256 VARCHAR(64) NOT NULL,
          author VARCHAR(255)${unicode} NOT NULL,
          reason ${text} NOT NULL,
          source VARCHAR(255)${unicode} NOT NULL,
          created_at VARCHAR(26) NOT NULL,
          summary ${text} NOT NULL,
          size BIGINT NOT NULL,
          body ${mysql ? `LONGTEXT${unicode}` : 'TEXT'} NOT NULL,
          PRIMARY KEY (inventory, number))${end}`,
      );
    }
  },
};
