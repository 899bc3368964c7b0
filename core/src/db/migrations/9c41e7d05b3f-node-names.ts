import { hasColumn } from '../catalogue.js';
import type { Migration } from '../migration.js';
import type { Session } from '../session.js';

/** MySQL compares texts without regard to case unless it is told otherwise; two nodes may differ in nothing else. */
const TYPE = {
  sqlite: 'VARCHAR(255)',
  postgres: 'VARCHAR(255)',
  mysql: 'VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin',
} as const;

/** The name that a node had in the bare metal service when it was seen there last; null: none, or not known. */
export const migration: Migration = {
  revision: '9c41e7d05b3f',
  down: 'f18c3d5b7a60',
  message: 'Names of nodes',
  created: '2026-11-29',
  async up(session: Session): Promise<void> {
    if (await hasColumn(session, 'nodes', 'inspector_name')) return;
    await session.run(`ALTER TABLE nodes ADD COLUMN inspector_name ${TYPE[session.dialect]}`);
  },
};
