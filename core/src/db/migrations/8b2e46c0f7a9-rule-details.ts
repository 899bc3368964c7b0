import { hasTable } from '../catalogue.js';
import type { Migration } from '../migration.js';
import type { Session } from '../session.js';

/**
 * What rules have beyond those of ironic-inspector, beside its tables so that it can go on using them: a rule
 * without a row here has priority 0 and is not sensitive. And a counter that every change of a rule increases.
 */
export const migration: Migration = {
  revision: '8b2e46c0f7a9',
  down: '3f0c5a7d91e2',
  message: 'Priority and sensitivity of rules; a counter of rule changes',
  created: '2026-11-21',
  async up(session: Session): Promise<void> {
    const end = session.dialect === 'mysql' ? ' ENGINE=InnoDB DEFAULT CHARSET=utf8' : '';
    if (!(await hasTable(session, 'inspector_rule_details'))) {
      await session.run(
        `CREATE TABLE inspector_rule_details (rule VARCHAR(36) NOT NULL, priority INTEGER DEFAULT 0 NOT NULL,
          is_sensitive BOOLEAN NOT NULL, PRIMARY KEY (rule))${end}`,
      );
    }
    if (!(await hasTable(session, 'inspector_counters'))) {
      await session.run(
        `CREATE TABLE inspector_counters (name VARCHAR(64) NOT NULL, value BIGINT NOT NULL, PRIMARY KEY (name))${end}`,
      );
    }
    if ((await session.all(`SELECT value FROM inspector_counters WHERE name = 'rules'`)).length === 0) {
      await session.run(`INSERT INTO inspector_counters (name, value) VALUES ('rules', 0)`);
    }
  },
};
