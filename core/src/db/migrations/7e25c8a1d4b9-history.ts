import { hasTable } from '../catalogue.js';
import type { Migration } from '../migration.js';
import type { Session } from '../session.js';

const BYTES = { sqlite: 'BLOB', mysql: 'LONGBLOB', postgres: 'BYTEA' } as const;

/** Introspections that are over: a row for each, with its data compressed. */
export const migration: Migration = {
  revision: '7e25c8a1d4b9',
  down: '4d8f1b6c20e7',
  message: 'Introspections that are over',
  created: '2026-11-29',
  async up(session: Session): Promise<void> {
    if (await hasTable(session, 'inspector_history')) return;
    const mysql = session.dialect === 'mysql';
    const text = mysql ? 'MEDIUMTEXT CHARACTER SET utf8mb4' : 'TEXT';
    await session.run(
      `CREATE TABLE inspector_history (node_uuid VARCHAR(36) NOT NULL, number BIGINT NOT NULL,
        introspection VARCHAR(36) NOT NULL,
        began VARCHAR(16),
        state VARCHAR(16) NOT NULL,
        error ${text},
        started_at VARCHAR(26),
        finished_at VARCHAR(26),
        origin ${text} NOT NULL,
        kept_data VARCHAR(16) NOT NULL,
        body ${BYTES[session.dialect]} NOT NULL,
        PRIMARY KEY (node_uuid, number))${mysql ? ' ENGINE=InnoDB DEFAULT CHARSET=utf8' : ''}`,
    );
  },
};
