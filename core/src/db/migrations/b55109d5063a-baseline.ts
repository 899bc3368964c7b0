import type { Dialect } from '../dialect.js';
import { hasTable } from '../catalogue.js';
import { BASELINE, type Migration } from '../migration.js';
import type { Session } from '../session.js';

const STATES = [
  'starting',
  'waiting',
  'processing',
  'finished',
  'error',
  'reapplying',
  'enrolling',
  'aborting',
]
  .map((state) => `'${state}'`)
  .join(', ');

interface Types {
  readonly state: string;
  readonly time: string;
  readonly boolean: string;
  readonly data: string;
  readonly id: string;
  readonly table: string;
}

const TYPES: Readonly<Record<Dialect, Types>> = {
  sqlite: {
    state: 'VARCHAR(10)',
    time: 'DATETIME',
    boolean: 'BOOLEAN',
    data: 'TEXT',
    id: 'INTEGER NOT NULL',
    table: '',
  },
  mysql: {
    state: `ENUM(${STATES})`,
    time: 'DATETIME',
    boolean: 'TINYINT(1)',
    data: 'LONGTEXT',
    id: 'INTEGER NOT NULL AUTO_INCREMENT',
    table: ' ENGINE=InnoDB DEFAULT CHARSET=utf8',
  },
  postgres: {
    state: 'node_state',
    time: 'TIMESTAMP WITHOUT TIME ZONE',
    boolean: 'BOOLEAN',
    data: 'TEXT',
    id: 'SERIAL NOT NULL',
    table: '',
  },
};

function tables(type: Types): Record<string, string> {
  return {
    nodes: `uuid VARCHAR(36) NOT NULL, version_id VARCHAR(36) DEFAULT '',
      state ${type.state} DEFAULT 'finished' NOT NULL, started_at ${type.time}, finished_at ${type.time},
      error TEXT, manage_boot ${type.boolean}, PRIMARY KEY (uuid)`,
    attributes: `uuid VARCHAR(36) NOT NULL, node_uuid VARCHAR(36), name VARCHAR(255) NOT NULL, value VARCHAR(255),
      PRIMARY KEY (uuid), CONSTRAINT fk_node_attribute FOREIGN KEY (node_uuid) REFERENCES nodes (uuid)`,
    options: `uuid VARCHAR(36) NOT NULL, name VARCHAR(255) NOT NULL, value TEXT,
      PRIMARY KEY (uuid, name), FOREIGN KEY (uuid) REFERENCES nodes (uuid)`,
    rules: `uuid VARCHAR(36) NOT NULL, created_at ${type.time} NOT NULL, description TEXT, disabled ${type.boolean},
      scope VARCHAR(255), PRIMARY KEY (uuid)`,
    rule_conditions: `id ${type.id}, rule VARCHAR(36), op VARCHAR(255) NOT NULL, multiple VARCHAR(255) NOT NULL,
      invert ${type.boolean}, field TEXT, params TEXT,
      PRIMARY KEY (id), FOREIGN KEY (rule) REFERENCES rules (uuid)`,
    rule_actions: `id ${type.id}, rule VARCHAR(36), action VARCHAR(255) NOT NULL, params TEXT,
      PRIMARY KEY (id), FOREIGN KEY (rule) REFERENCES rules (uuid)`,
    introspection_data: `uuid VARCHAR(36) NOT NULL, processed ${type.boolean} NOT NULL, data ${type.data},
      PRIMARY KEY (uuid, processed), FOREIGN KEY (uuid) REFERENCES nodes (uuid)`,
  };
}

/** The tables of ironic-inspector as its newest revision leaves them, so that either service can use them. */
export const migration: Migration = {
  revision: BASELINE,
  down: null,
  message: 'The tables of ironic-inspector at its newest revision',
  created: '2026-11-21',
  async up(session: Session): Promise<void> {
    const type = TYPES[session.dialect];
    if (session.dialect === 'postgres') await session.run(`CREATE TYPE node_state AS ENUM (${STATES})`);
    for (const [name, columns] of Object.entries(tables(type))) {
      if (!(await hasTable(session, name)))
        await session.run(`CREATE TABLE ${name} (${columns})${type.table}`);
    }
  },
};
