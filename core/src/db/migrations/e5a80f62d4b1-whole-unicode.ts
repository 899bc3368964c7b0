import type { Migration } from '../migration.js';
import type { Session } from '../session.js';

const COLUMNS = {
  nodes: [
    'error MEDIUMTEXT CHARACTER SET utf8mb4',
    `state ENUM('starting', 'waiting', 'processing', 'finished', 'error', 'reapplying', 'enrolling', 'aborting')
      DEFAULT 'finished' NOT NULL`,
  ],
  attributes: ['value VARCHAR(255) CHARACTER SET utf8mb4'],
  options: ['value MEDIUMTEXT CHARACTER SET utf8mb4'],
  rules: ['description MEDIUMTEXT CHARACTER SET utf8mb4', 'scope VARCHAR(255) CHARACTER SET utf8mb4'],
  rule_conditions: ['field MEDIUMTEXT CHARACTER SET utf8mb4', 'params MEDIUMTEXT CHARACTER SET utf8mb4'],
  rule_actions: ['params MEDIUMTEXT CHARACTER SET utf8mb4'],
  introspection_data: ['data LONGTEXT CHARACTER SET utf8mb4'],
} as const;

/**
 * MySQL and MariaDB only: their `utf8` refuses characters of four bytes (emoji, rare Chinese), even to be compared
 * with, and their TEXT ends at 64 KiB, where a long error text would keep a record from reaching its end.
 * ironic-inspector can go on using the wider columns. The state of a record gets back the default that one of its
 * revisions had lost.
 */
export const migration: Migration = {
  revision: 'e5a80f62d4b1',
  down: 'c47d19b3e085',
  message: 'All of Unicode and long texts in MySQL and MariaDB',
  created: '2026-11-21',
  async up(session: Session): Promise<void> {
    if (session.dialect !== 'mysql') return;
    await session.run(`UPDATE nodes SET state = 'finished' WHERE state IS NULL`);
    for (const [table, columns] of Object.entries(COLUMNS)) {
      await session.run(`ALTER TABLE ${table} ${columns.map((column) => `MODIFY ${column}`).join(', ')}`);
    }
  },
};
